// A roll back on Compose to a release whose image its host lacks, so that it is pulled first: killed anywhere, there is one service.
import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/actions/plan.ts';
import type { Reply } from '../../src/core/call.ts';
import { compose } from '../../src/platforms/compose.ts';
import { type Cut, id, type Kill, type Ordered, runsOf, servedBy } from '../actions/compose-world.ts';
import { digest } from '../actions/world.ts';
import { type ComposeHost, composeHost, FILE_NAME, idOf } from './compose-host.ts';

const DIGEST = `sha256:${'d'.repeat(64)}`;
const NAME = `reg.test/live@${DIGEST}`;
const [FORWARD, BACK] = ['forward', 'back'] as const;
const outcomes = { forward: 'VERIFIED', back: 'UNDONE' } as const;
const images = { forward: 'NEW', back: 'OLD' } as const;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** The host with a registry that has NEW. */
function withRegistry(host: ComposeHost): Ordered {
	const value = (text: object): Reply => ({ code: 200, text: JSON.stringify(text), err: '' });
	const isNamed = (path: string) => decodeURIComponent(path) === `/images/${NAME}/json` && !host.gone.has('NEW');
	return {
		ask: async (call) => {
			const path = call.via === 'engine' ? call.path : '';
			if (path === `/distribution/${NAME}/json`)
				return { ok: true, took: 1, value: value({ Descriptor: { digest: DIGEST } }) };
			if (isNamed(path)) return { ok: true, took: 1, value: value({ Id: idOf('NEW'), RepoDigests: [NAME] }) };
			return host.ask(call);
		},
		apply: (call, orders) => {
			if (call.via !== 'engine' || !call.path.startsWith('/images/create?')) return host.apply(call, orders);
			const asked = new URLSearchParams(call.path.split('?')[1]);
			expect(`${asked.get('fromImage')}@${asked.get('tag')}`).toBe(NAME);
			host.gone.delete('NEW');
			return value({});
		},
	};
}

/** A host whose `api` runs OLD, and that has lost NEW, with a plan to go back to it. */
async function world(tool: 'v2' | '1.29') {
	const host = composeHost(tool);
	host.tags.set(FILE_NAME, 'OLD');
	host.compose.tag('OLD');
	host.compose.up();
	host.gone.add('NEW');
	const ordered = withRegistry(host);
	const service = await servedBy(ordered);
	const image = { id: idOf('NEW'), ref: 'reg.test/live:v1', digest: DIGEST };
	const releases = service.releases.map((one) => (one.can === 'ready' ? { ...one, image, can: 'pull' as const } : one));
	const now = 1_000_000;
	const made = await makePlan({
		...{ want: { action: 'rollback', to: '' }, service: { ...service, releases }, platform: compose, watch: 0, id },
		...{ by: 'op-1', now, oldest: now, digest, ask: ordered.ask, signal: new AbortController().signal },
	});
	if (!made.ok) throw new Error(made.failure.message);
	const isEnd = (which: 'OLD' | 'NEW') => {
		expect(host.boxes()).toEqual([{ image: which, state: 'running', proper: true }]);
		expect(host.tags.get(FILE_NAME)).toBe(which);
	};
	return { host, plan: made.value, ...runsOf(ordered, made.value, now), isEnd };
}

describe.each(['v2', '1.29'] as const)('a roll back on Compose %s to what is pulled', (tool) => {
	test('pulls before anything else; undone, the image stays and nothing else', async () => {
		const { plan, go, isEnd, host } = await world(tool);
		expect(plan.steps.map(({ progress }) => progress)).toEqual(['pull', undefined, undefined]);
		expect(await go(FORWARD)).toMatchObject({ outcome: 'VERIFIED' });
		isEnd('NEW');
		expect(await go(BACK)).toMatchObject({ outcome: 'UNDONE' });
		isEnd('OLD');
		expect(host.gone).toEqual(new Set());
	});

	test.each([FORWARD, BACK])('killed at any line of its journal or about any order, then %s', async (then) => {
		const whole = await world(tool);
		await whole.go(FORWARD);
		const cuts: readonly Cut[] = ['killed before', 'killed within', 'killed after'];
		const kills: readonly Kill[] = [
			...upTo(whole.entries.length).flatMap((line) => [false, true].map((written): Kill => ({ line, written }))),
			...upTo(whole.plan.steps.length).flatMap((at) => cuts.map((is): Kill => ({ call: { at, is } }))),
		];
		for (const kill of kills) {
			const { go, isEnd } = await world(tool);
			expect([kill, await go(FORWARD, kill)]).toEqual([kill, 'killed']);
			const came = await go(then);
			if (kill.line === undefined) expect([kill, came]).toMatchObject([kill, { outcome: outcomes[then] }]);
			isEnd(images[then]);
		}
	});

	test.each(['lost before', 'lost after'] as const)('an answer that is %s leaves it done or undone', async (is) => {
		for (const at of upTo(3)) {
			const { go, isEnd } = await world(tool);
			const came = await go(FORWARD, { call: { at, is } });
			expect([at, came]).toMatchObject([at, { outcome: expect.stringMatching(/^(VERIFIED|FAILED, UNDONE)$/) }]);
			isEnd(came !== 'killed' && came.outcome === 'VERIFIED' ? 'NEW' : 'OLD');
		}
	});
});
