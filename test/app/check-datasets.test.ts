import { expect, test } from 'vitest';
import { datasetFindings } from '../../src/app/check-datasets.ts';
import { redactedFinding } from '../../src/app/check-finding.ts';
import type { Answer, Ask } from '../../src/core/call.ts';
import type { BackupCopy, BackupFound } from '../../src/core/finding.ts';
import type { Condition, Failure } from '../../src/core/model.ts';
import type { LayerFact, State } from '../../src/core/state.ts';
import { aDataset } from '../support/a-dataset.ts';
import { aState, minutes, start } from '../support/plans.ts';

const spec = aDataset({ offSite: { remote: 'r2:shop', keep: 30, env: {} } });
const id = 'production/shop';
const proof = { is: 'ok', at: start - minutes(30), took: 1_700, file: 'a', says: '', checks: [] } as const;
const copy: BackupCopy = {
	...{ file: 'a', at: start - minutes(60), bytes: 100, remote: { bytes: 100, at: start, hash: 'same' } },
	own: { bytes: 100, tables: 3, sha256: 'a', began: start - minutes(60), took: 400 },
	proof,
};
const found: BackupFound = {
	...{ is: 'backup', name: 'shop', place: 'vps1:/b', dataset: id, copies: [copy], proofs: [proof] },
	...{ newest: copy.at, size: 100, file: 'a', faults: {}, within: minutes(600), provenWithin: minutes(600) },
	offSite: { remote: 'r2:shop', at: start, count: 1 },
};
const well: Condition = { is: 'ok', because: 'the newest is 1h old', since: start };

function stateWith(more: Partial<BackupFound> | Failure = {}): State {
	const state = aState();
	const isFailure = 'message' in more;
	const fact: LayerFact = {
		...{ layer: 'backup', kind: 'dataset', source: id, every: minutes(5), streak: 0, need: 1, history: [] },
		observed: isFailure ? { misses: 1, failure: more } : { value: well, at: start, misses: 0 },
		findings: isFailure ? [] : [{ ...found, ...more }],
	};
	return { ...state, fleet: { ...state.fleet, datasets: [spec] }, layers: { 'production/api': { [id]: fact } } };
}
const answer = (text: string): Answer => ({ ok: true, took: 1, value: { code: 0, text, err: '' } });
const stand = 'clock=1\nserver=15.6\nsize=5000000\nfree=9000000000\n';
const said = async (state: State, told: Answer = answer(stand)): Promise<readonly string[]> => {
	const ask: Ask = () => Promise.resolve(told);
	const findings = await datasetFindings(state, start, { ask, signal: new AbortController().signal });
	return findings.map(({ ok, doubtful, what, text, fix = '' }) =>
		[doubtful === true ? 'warn' : ok ? 'ok' : 'FAIL', `${what}: ${text}`, ...(fix === '' ? [] : [fix])].join(' | '),
	);
};

test('data, backups and remote that are well say what they are', async () => {
	expect(await said(stateWith())).toEqual([
		expect.stringMatching(/^ok \| dataset production\/shop: PostgreSQL 15\.6 answers, .*, .* free for backups$/),
		'ok | backups of production/shop: ran, off-site, sane, restored',
		'ok | off-site of production/shop: r2:shop has 1 backup',
	]);
});

test('a server that lets nobody in, or a secret that is not there, fails with what to do', async () => {
	const failure: Failure = { kind: 'refused', message: 'password authentication failed', fix: 'Look at user.' };
	expect((await said(stateWith(), { ok: false, took: 1, failure }))[0]).toBe(
		'FAIL | dataset production/shop: password authentication failed | Look at user.',
	);
	const { fix: _none, ...without } = failure;
	expect((await said(stateWith(), { ok: false, took: 1, failure: without }))[0]).toMatch(/\| Check `shop` under/);
});

test('a folder that nobody may write to fails, a newest row that cannot be read is told', async () => {
	expect((await said(stateWith(), answer(`${stand}writable=no\naccount=ops\n`)))[0]).toMatch(/^FAIL .*\/b/);
	expect((await said(stateWith(), answer(`${stand}row-unread=no such column\n`)))[1]).toMatch(
		/^warn \| dataset production\/shop: Its newest row cannot be read.*no such column/,
	);
});

test('backups that are late are told and fail nothing; that there are none, or no folder, does', async () => {
	expect((await said(stateWith({ within: minutes(30) })))[1]).toMatch(
		/^warn \| backups of production\/shop: ran: 1h ago/,
	);
	const { newest: _newest, size: _size, file: _file, ...none } = found;
	const state = stateWith();
	const fact = state.layers['production/api']?.[id];
	if (fact === undefined) throw new Error('no fact');
	const value: Condition = { is: 'down', because: 'there is no backup', since: start };
	const bare = { ...fact, observed: { value, at: start, misses: 0 }, findings: [{ ...none, copies: [] }] };
	expect((await said({ ...state, layers: { [id]: { [id]: bare } } }))[1]).toBe(
		'FAIL | backups of production/shop: ran: there is no backup | Take one: `watchdeck backup production/shop`.',
	);
	const failure: Failure = { kind: 'refused', message: 'It may not be read.' };
	expect((await said(stateWith(failure)))[1]).toBe(
		'FAIL | backups of production/shop: It may not be read. | Check `folder` of production/shop in the config.',
	);
});

test('a remote that cannot be read fails, with what to try', async () => {
	const offSite = { remote: 'r2:shop', at: start, failure: '401 Unauthorized' };
	expect((await said(stateWith({ offSite })))[2]).toMatch(
		/^FAIL \| off-site of production\/shop: r2:shop: 401 Unauthorized \| On vps1 try `rclone lsf r2:shop`/,
	);
});

test('what cannot be opened, and a remote that nobody looked at, are told as such', async () => {
	expect(await said(stateWith(), answer(`${stand}unopened=file is not a database\n`))).toContainEqual(
		expect.stringMatching(
			/^FAIL \| dataset production\/shop: production\/shop cannot be opened: file is not a database\./,
		),
	);
	const failure: Failure = { kind: 'refused', message: 'It may not be read.' };
	expect((await said(stateWith(failure)))[2]).toMatch(
		/^warn \| off-site of production\/shop: r2:shop was not looked at/,
	);
});

test('a remote that is several words is one where it is pasted', async () => {
	const offSite = { remote: 'r2:x; touch y', at: start, failure: 'no' };
	expect((await said(stateWith({ offSite })))[2]).toContain("`rclone lsf 'r2:x; touch y'`");
});

test('a host is asked a few questions at once: one that waits for its turn is none that has no answer', async () => {
	const specs = Array.from({ length: 11 }, (_, n) => aDataset({ name: `d${n}` }));
	const state = aState();
	let [now, most] = [0, 0];
	const ask: Ask = async () => {
		now += 1;
		most = Math.max(most, now);
		await new Promise((resolve) => setImmediate(resolve));
		now -= 1;
		return answer(stand);
	};
	const asking = { ask, signal: new AbortController().signal };
	const findings = await datasetFindings({ ...state, fleet: { ...state.fleet, datasets: specs } }, start, asking);
	expect(findings.map(({ what }) => what)).toEqual(specs.map(({ name }) => `dataset production/${name}`));
	expect(most).toBe(4);
});

test('what a program quotes of a secret is not printed', () => {
	const finding = { ok: false, what: 'dataset a', text: 'given <word>', fix: 'not word' };
	expect(redactedFinding(finding, (text) => text.replaceAll('word', '***'))).toEqual({
		...finding,
		...{ text: 'given <***>', fix: 'not ***' },
	});
});

test('of a host that is not reached nothing more is asked', async () => {
	const failure: Failure = { kind: 'unreachable', message: 'No route.' };
	const state = { ...stateWith(), links: { vps1: { is: 'down', since: 1, failure, retry: 'never' } } } as const;
	expect(await said(state)).toEqual([
		'FAIL | dataset production/shop: was not read: vps1 is not reached | First mend what fails on vps1, then check again.',
	]);
});
