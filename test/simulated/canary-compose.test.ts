// A canary of a Compose service behind nginx, killed at each line of its journal and about each order, nginx's and Compose's own
// among them: finished or undone there is one healthy container, Compose's, and nginx gives everything to it.
import { describe, expect, test } from 'vitest';
import { type Cut, id, type Kill, runsOf } from '../actions/compose-world.ts';
import { planned, WHOLE } from './canary-plan.ts';
import { FILE_NAME } from './compose-host.ts';
import { composeBehindNginx, PORTS } from './compose-nginx.ts';

const TOOLS = ['v2', '1.29'] as const;
const ORDERS = { v2: 5, '1.29': 7 } as const;
const COURSES = ['forward', 'back'] as const;
const NEXT = `-next-${id}`;
type Tool = (typeof TOOLS)[number];
type Course = (typeof COURSES)[number];
async function world(tool: Tool) {
	const host = composeBehindNginx(tool);
	host.write(WHOLE);
	const made = await planned(host);
	if (!made.ok) throw new Error(made.failure.message);
	const plan = made.value;
	/** The step that gives everything back to Compose's container. */
	const returns = plan.steps.findIndex(({ say }) => say.includes('again'));
	const isEnd = (image: 'OLD' | 'NEW') => {
		expect(host.boxes()).toEqual([{ image, state: 'running', proper: true }]);
		expect(host.tags.get(FILE_NAME)).toBe(image);
		expect([...host.plain.keys()]).toEqual([]);
		expect(host.nginx).toEqual({ file: WHOLE, weights: new Map([[PORTS[0], 100]]) });
	};
	return { host, plan, returns, isEnd, ...runsOf(host, plan) };
}

/** How many orders and lines a canary has that nothing comes between. */
async function lengthOf(tool: Tool) {
	const { go, entries, plan } = await world(tool);
	await go('forward');
	return { orders: plan.steps.length, lines: entries.length };
}
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const cutsAt = (orders: number, ...kinds: readonly Cut[]): readonly Kill[] =>
	upTo(orders).flatMap((at) => kinds.map((is) => ({ call: { at, is } })));

async function killsOf(tool: Tool): Promise<readonly Kill[]> {
	const { orders, lines } = await lengthOf(tool);
	return [
		...upTo(lines).map((line) => ({ line, written: true })),
		...cutsAt(orders, 'killed within', 'killed after'),
		...upTo(ORDERS[tool]).map((order) => ({ order: order + 1 })),
	];
}

/** Kills it there and takes it up again. */
async function isWell(tool: Tool, kill: Kill, then: Course): Promise<void> {
	const { go, entries, host, returns, isEnd } = await world(tool);
	expect(await go('forward', kill)).toBe('killed');
	const begun = entries.flatMap((entry) => (entry.what === 'begins' ? [entry.step] : []));
	const done = await go(then);
	const outcome = then === 'forward' ? 'VERIFIED' : 'UNDONE';
	// Before its first order nothing is undone: it is refused.
	if (begun.length > 0 || then === 'forward') expect([kill, done]).toMatchObject([kill, { outcome }]);
	isEnd(then === 'forward' ? 'NEW' : 'OLD');
	// Once nginx gives everything back, the way back is that of any deploy by Compose.
	if (then === 'forward' || !begun.includes(returns)) expect([kill, host.gaps()]).toEqual([kill, 0]);
}

/** Kills it, and its undo too; finished after that it may go back once more, since what it would need is gone. */
async function isWellAgain(tool: Tool, [first, second]: readonly [Kill, Kill], then: Course): Promise<void> {
	const { go, entries, isEnd } = await world(tool);
	await go('forward', first);
	await go('back', second);
	const done = await go(then);
	if (done === 'killed') throw new Error('nobody kills it the third time');
	const wanted = then === 'back' ? /UNDONE/ : /^VERIFIED$|UNDONE/;
	expect([first, second, done.outcome]).toEqual([first, second, expect.stringMatching(wanted)]);
	isEnd(entries.at(-1)?.what === 'verified' ? 'NEW' : 'OLD');
}

describe.each(TOOLS)('a canary on Compose %s', (tool) => {
	test('gives nginx the shares, lets Compose make its own anew meanwhile, and leaves nothing beside it', async () => {
		const { go, host, plan, isEnd, entries } = await world(tool);
		const seen: (readonly number[])[] = [];
		const { apply } = host;
		let labels: Readonly<Record<string, string>> = {};
		const told = plan.steps.map(({ say }) => say);
		host.apply = (call, orders) => {
			const done = apply(call, orders);
			const weights = [...host.nginx.weights.values()];
			if (JSON.stringify(seen.at(-1)) !== JSON.stringify(weights)) seen.push(weights);
			for (const [name, one] of host.plain) if (name.endsWith(NEXT)) labels = one.labels;
			return done;
		};
		expect(await go('forward')).toMatchObject({ outcome: 'VERIFIED' });
		isEnd('NEW');
		expect([seen, host.gaps()]).toEqual([[[100], [80, 20], [50, 50], [100]], 0]);
		expect(labels).toEqual({ 'watchdeck.plan': id, 'watchdeck.left': '', 'watchdeck.beside': 'shop/api' });
		expect(told.filter((say) => say.includes('let nginx give'))).toHaveLength(4);
		expect(JSON.stringify([plan, entries])).not.toContain('tok-secret-1');
		expect(plan.impact.join(' ')).toMatch(
			/A canary: 20 %, then 50 % .* Compose makes api anew; then nginx gives all back/,
		);
		expect(plan.impact.join(' ')).not.toContain('A gap is expected');
	});

	test.each(COURSES)('killed at any line or order, then %s: one serves, and nobody was turned away', async (then) => {
		for (const kill of await killsOf(tool)) await isWell(tool, kill, then);
	});

	test.each(COURSES)('killed on its way back as well, then %s: one serves', async (then) => {
		const { orders } = await lengthOf(tool);
		const firsts = cutsAt(orders, 'killed after').slice(-6);
		const seconds = cutsAt(6, 'killed within', 'killed after');
		for (const first of firsts) for (const second of seconds) await isWellAgain(tool, [first, second], then);
	});

	test('an answer that is lost leaves it done or undone', async () => {
		const { orders } = await lengthOf(tool);
		for (const kill of cutsAt(orders, 'lost before', 'lost after')) {
			const { go, isEnd } = await world(tool);
			const done = await go('forward', kill);
			if (done === 'killed') throw new Error('nobody killed it');
			expect([kill, done.outcome]).toEqual([kill, expect.stringMatching(/^(VERIFIED|FAILED, UNDONE)$/)]);
			isEnd(done.outcome === 'VERIFIED' ? 'NEW' : 'OLD');
		}
	});

	test('of a release that is never well nobody gets anything, and of one that gets ill everything goes back', async () => {
		for (const at of ['begin', 'share'] as const) {
			const { go, host, isEnd, plan } = await world(tool);
			const { apply } = host;
			const share = plan.steps.findIndex(({ say }) => say.includes('50 %'));
			let calls = 0;
			if (at === 'begin') host.sick.add('NEW');
			host.apply = (call, orders) => {
				if (call.via === 'exec' && call.argv[3] === 'watchdeck-nginx') calls += 1;
				if (at === 'share' && calls === 2) host.sick.add('NEW');
				return apply(call, orders);
			};
			const done = await go('forward');
			expect(done).toMatchObject({ outcome: 'FAILED, UNDONE', because: expect.stringContaining('unhealthy') });
			expect(share).toBeGreaterThan(0);
			if (at === 'begin') expect(calls).toBe(0);
			isEnd('OLD');
			expect(host.gaps()).toBe(0);
		}
	});

	test('of which the other container ended while nobody looked: it gets nothing more, and all goes back', async () => {
		const { go, host, isEnd, plan } = await world(tool);
		const at = plan.steps.findIndex(({ say }) => say.includes('20 %'));
		expect(await go('forward', { call: { at, is: 'killed before' } })).toBe('killed');
		for (const one of host.plain.values()) one.state = 'exited';
		const done = await go('forward');
		expect(done).toMatchObject({ outcome: 'FAILED, UNDONE', because: expect.stringContaining('it is exited') });
		isEnd('OLD');
	});
});
