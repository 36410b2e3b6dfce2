import { expect, test } from 'vitest';
import { hostFindings } from '../../../../src/core/lint/hosts/findings.ts';
import { type Asked, keyOf, type Question, type Said, type Told } from '../../../../src/core/lint/hosts/model.ts';

const on = (line: number, question: Question, host = 'vps1'): Asked => ({ host, line, question });
const jq: Question = { is: 'program', name: 'jq', root: false };
const web: Question = { is: 'engine', name: 'web', of: ['container'] };
const told = (answers: readonly (readonly [Question, Said])[], more: Partial<Told> = {}): Told => ({
	said: new Map(answers.map(([question, said]) => [keyOf(question), said])),
	names: new Map(),
	left: 0,
	...more,
});
const found = (asked: readonly Asked[], one: Told) =>
	hostFindings(asked, new Map([['vps1', one]])).map(
		({ line, rule, level, says, instead }) => `${line} ${level} ${rule}: ${says} | ${instead}`,
	);

test('only what a host says is not there is told', () => {
	for (const said of ['yes', 'unknown'] as const) expect(found([on(3, jq)], told([[jq, said]]))).toEqual([]);
	expect(found([on(3, jq)], told([]))).toEqual([]);
	expect(found([on(3, jq, 'another')], told([[jq, 'no']]))).toEqual([]);
});

test('a program is told at its first line with what installs it there', () => {
	const asked = [on(9, jq), on(3, jq), on(9, jq), on(12, jq)];
	expect(found(asked, told([[jq, 'no']], { packages: 'apk' }))).toEqual([
		'3 error host-lacks-program: vps1 has no `jq` (also on lines 9, 12) | apk add jq there, or the package that has it; or a host that has it ({host=…})',
	]);
	const ufw: Question = { is: 'program', name: 'ufw', root: true };
	expect(found([on(3, ufw)], told([[ufw, 'no']]))).toEqual([
		'3 error host-lacks-program: vps1 has no `ufw`, not even for root | install it there; or a host that has it ({host=…})',
	]);
});

test('of many lines the first are named', () => {
	const asked = Array.from({ length: 30 }, (_, at) => on(at + 1, jq));
	expect(found(asked, told([[jq, 'no']]))[0]).toContain('(also on lines 2, 3, 4, 5, 6, 7, 8, 9 …)');
});

test('a name of the engine is told with the one that may be meant, and never with an id', () => {
	const names = new Map([['container' as const, ['f00df00df00d', 'web-1', 'db']]]);
	expect(found([on(3, web)], told([[web, 'no']], { names }))).toEqual([
		'3 warning host-lacks-name: the engine of vps1 has no container `web` | perhaps web-1',
	]);
	const any: Question = { is: 'engine', name: 'queue', of: ['container', 'volume', 'image'] };
	expect(found([on(3, any)], told([[any, 'no']], { names }))).toEqual([
		'3 warning host-lacks-name: the engine of vps1 has no container, volume or image `queue` | a name that `docker ps -a` has there',
	]);
});

test.each<[Question, string]>([
	[{ is: 'file', name: '/etc/x' }, 'warning host-lacks-path: vps1 has no file or folder `/etc/x`'],
	[{ is: 'folder', name: '/srv' }, 'warning host-lacks-path: vps1 has no folder `/srv`'],
	[{ is: 'name', name: 'a.net' }, 'warning name-unresolved: `a.net` does not resolve on vps1'],
	[{ is: 'variable', name: 'KEY' }, 'warning variable-unset: nothing sets $KEY'],
	[
		{ is: 'subcommand', program: 'docker', name: 'compose', ask: ['docker', 'compose', 'version'], contains: false },
		'error host-lacks-subcommand: `docker` of vps1 has no `compose`',
	],
])('%j', (question, says) => {
	expect(found([on(5, question)], told([[question, 'no']]))[0]).toContain(`5 ${says}`);
});

test('a host that could not be asked is one finding, with what to do', () => {
	const unread = { kind: 'host key', message: 'The key of vps1 has changed.', fix: 'Compare it.' } as const;
	expect(found([on(9, web), on(4, jq)], told([], { unread }))).toEqual([
		'4 error host-unread: vps1 could not be asked: The key of vps1 has changed | Compare it.',
	]);
});

test('an engine that could not be asked is one, where somebody wanted to know of it', () => {
	const engineUnread = { kind: 'missing', message: 'There is no engine' } as const;
	expect(found([on(4, jq), on(9, web)], told([[jq, 'yes']], { engineUnread }))).toEqual([
		'9 warning engine-unread: the engine of vps1 could not be asked: There is no engine | `watchdeck check` says what is wrong with it',
	]);
	expect(found([on(4, jq)], told([[jq, 'yes']], { engineUnread }))).toEqual([]);
});

test('what was too much to ask is told', () => {
	expect(found([on(4, jq)], told([[jq, 'yes']], { left: 7 }))).toEqual([
		'4 note not-all-asked: 7 questions to vps1 were too many, and were not asked | fewer documents at once',
	]);
});
