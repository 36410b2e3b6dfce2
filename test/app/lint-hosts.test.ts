import { expect, test } from 'vitest';
import { askHosts } from '../../src/app/lint-hosts.ts';
import type { Answer, Read } from '../../src/core/call.ts';
import { type Asked, keyOf, type Question } from '../../src/core/lint/hosts/model.ts';

const said = (text: string): Answer => ({ ok: true, took: 1, value: { code: 0, text, err: '' } });
const failed = (message: string, code?: number): Answer => ({
	...{ ok: false, took: 1, failure: { kind: 'unreachable', message } },
	...(code === undefined ? {} : { reply: { code, text: '', err: '' } }),
});
/** A host that has whatever is called `there`. */
const script = ({ argv }: Extract<Read, { via: 'exec' }>): Answer => {
	const names = argv.slice(4).filter((_, at) => at % 2 === 1);
	const lines = names.map((name, at) => `${at + 1}=${name === 'there' || name === 'docker' ? 'yes' : 'no'}`);
	return said([...lines, `asked=${names.length}`].join('\n'));
};
/** Asks hosts, which answer so; what each call was is written down. */
const asking = async (asked: readonly Asked[], more: (call: Read) => Answer | undefined = () => undefined) => {
	const calls: string[] = [];
	const lines: string[] = [];
	const ask = async (call: Read): Promise<Answer> => {
		const is =
			call.via === 'engine'
				? call.path
				: call.via === 'exec'
					? call.argv
							.filter((word) => word !== call.argv[2] || call.argv[0] !== 'sh')
							.slice(0, 3)
							.join(' ')
					: '';
		calls.push(`${call.host} ${call.effect} ${is}`);
		return more(call) ?? (call.via === 'exec' && call.argv[0] === 'sh' ? script(call) : failed('nothing there'));
	};
	return { told: await askHosts(ask, asked, (line) => lines.push(line)), calls, lines };
};
const on = (host: string, ...questions: readonly Question[]): readonly Asked[] =>
	questions.map((question, at) => ({ host, line: at + 1, question }));
const program = (name: string): Question => ({ is: 'program', name, root: false });
const compose = {
	is: 'subcommand',
	program: 'docker',
	name: 'compose',
	ask: ['docker', 'compose', 'version'],
	contains: false,
} as const;
const container = (name: string): Question => ({ is: 'engine', name, of: ['container'] });

test('each host is asked once for all that its documents want, by reads alone', async () => {
	const { told, calls } = await asking([
		...on('a', program('there'), program('gone'), program('there')),
		...on('b', program('there')),
	]);
	expect(calls).toEqual(['a read sh -c watchdeck-lint', 'b read sh -c watchdeck-lint']);
	expect(Object.fromEntries(told.get('a')?.said ?? [])).toEqual({ 'program there': 'yes', 'program gone': 'no' });
});

test('of very much no more is asked than is good for a host, and how much is left is told', async () => {
	const { told, calls } = await asking(on('a', ...Array.from({ length: 1234 }, (_, at) => program(`p${at}`))));
	expect([calls.length, told.get('a')?.said.size, told.get('a')?.left]).toEqual([10, 1000, 234]);
});

test('a program is asked for a subcommand where it is there, and never started else', async () => {
	const versions = (call: Read) => (call.via === 'exec' && call.argv[0] === 'docker' ? said('v2') : undefined);
	const { told, calls } = await asking(on('a', program('docker'), compose), versions);
	expect(calls).toEqual(['a read sh -c watchdeck-lint', 'a read docker compose version']);
	expect(told.get('a')?.said.get(keyOf(compose))).toBe('yes');
	const dokku = { ...compose, program: 'dokku', ask: ['dokku', 'ps:help'] };
	expect((await asking(on('a', program('dokku'), dokku))).calls).toEqual(['a read sh -c watchdeck-lint']);
});

test('an engine is asked for the kinds that are wanted; one in no swarm has no services', async () => {
	const engine = (call: Read) => {
		if (call.via !== 'engine') return undefined;
		return call.path === '/services' ? failed('no swarm', 503) : said('[{"Id":"0123456789ab","Names":["/web"]}]');
	};
	const service: Question = { is: 'engine', name: 'shop', of: ['container', 'service'] };
	const { told, calls } = await asking(on('a', container('web'), container('wep'), service), engine);
	expect(calls).toEqual(['a read /containers/json?all=1', 'a read /services']);
	expect([container('web'), container('wep'), service].map((one) => told.get('a')?.said.get(keyOf(one)))).toEqual([
		'yes',
		'no',
		'no',
	]);
});

test('an engine that does not answer says nothing of what it has', async () => {
	const { told } = await asking(on('a', program('there'), container('web')));
	expect(told.get('a')).toMatchObject({ engineUnread: { message: 'nothing there' } });
	expect(told.get('a')?.said.get('engine container web')).toBe('unknown');
});

test('a host that does not answer costs the others nothing', async () => {
	const { told, lines } = await asking(
		[...on('a', program('there'), container('web')), ...on('b', program('there'))],
		({ host }) => (host === 'a' ? failed('it hangs') : undefined),
	);
	expect(told.get('a')).toMatchObject({ unread: { message: 'it hangs' } });
	expect(told.get('b')?.said.get('program there')).toBe('yes');
	expect(lines).toContain('a: could not be asked');
	expect(lines).toContain('b: has answered');
});

test('an answer that is not understood is none', async () => {
	const { told } = await asking(on('a', program('there')), () => said('Welcome!'));
	expect(told.get('a')).toMatchObject({ unread: { kind: 'garbled', fix: expect.any(String) } });
});
