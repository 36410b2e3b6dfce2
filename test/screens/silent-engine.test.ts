import { afterEach, expect, test } from 'vitest';
import { commands } from '../../src/app/commands.ts';
import { settle } from '../../src/core/condition/settle.ts';
import { silentEngine } from '../../src/core/engine/silent.ts';
import type { State } from '../../src/core/state.ts';
import { fleetState, release, seconds, service, start } from './fleet-state.ts';
import { type Screen, show } from './screen.ts';

const acting = commands.filter(({ id }) => id.startsWith('action/'));
const ends: (() => void)[] = [];
afterEach(() => {
	for (const end of ends.splice(0)) end();
});

const api = service('production/api', {
	releases: [
		release('v412', 'c', { can: 'runs', first: start, at: start }),
		release('v411', 'b', { first: start - seconds(9000), at: start - seconds(60), until: start - seconds(50) }),
	],
});

/** The fleet while the engine of vps1 gives no answer; its host still says its load. */
function silent(): State {
	const state: State = {
		...fleetState([api], {}),
		pings: { vps1: { misses: 1, failure: silentEngine('vps1') }, vps2: { value: true, at: start, misses: 0 } },
		hostFacts: { vps1: { value: { load: 1 }, at: start, misses: 0 } },
	};
	const feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
	return { ...state, conditions: settle(state, feeds, start) };
}

async function opened(state: State): Promise<Screen> {
	const screen = await show({ state, at: start, commands: acting });
	ends.push(screen.end);
	return screen;
}

test('a service whose engine does not answer is unknown, with the remedy below', async () => {
	const text = await (await opened(silent())).text();
	expect(text.find((line) => line.startsWith('>'))).toMatch(/api.*\?/);
	expect(text.join('\n')).toContain('The engine of vps1 does not answer.');
	expect(text.join('\n')).toContain('On vps1 check `systemctl status docker` and its load.');
});

test('the last line does not count a host as fresh whose engine is not read', async () => {
	const text = await (await opened(silent())).text();
	expect(text.at(-1)).toBe(' data: 1 of 2 hosts fresh (0s)   engine does not answer: vps1');
});

test('the last line says how old the last reading is where no engine answers any more', async () => {
	const lastAnswer = { value: true, at: start - seconds(15), misses: 1, failure: silentEngine('vps1') } as const;
	const state = silent();
	const engines = Object.fromEntries(
		Object.entries(state.engines).map(([host, engine]) => [host, { ...engine, at: start - seconds(30) }]),
	);
	const text = await (await opened({ ...state, engines, pings: { vps1: lastAnswer, vps2: lastAnswer } })).text();
	expect(text.at(-1)).toBe(' data: 0 of 2 hosts fresh (last 15s ago)   engine does not answer: vps1, vps2');
	const never = await (await opened({ ...state, engines: {}, pings: {} })).text();
	expect(never.at(-1)).toBe(' data: 0 of 2 hosts fresh (nothing read yet)');
});

test('the keys that change stay in the footer in brackets, and say why when they are pressed', async () => {
	const screen = await opened(silent());
	expect((await screen.text()).at(-2)).toContain('(r roll back)  (R restart)');
	await screen.press('r');
	expect((await screen.text()).join(' ')).toMatch(
		/The engine of vps1 does not answer\. On vps1 check `systemctl status .* and its load\./,
	);
	expect(screen.events.some(({ type }) => type === 'action/wanted')).toBe(false);
});

test('where the engine answers they stand without brackets', async () => {
	const screen = await opened(fleetState([api], {}));
	expect((await screen.text()).at(-2)).toContain('r roll back  R restart');
	expect((await screen.text()).at(-1)).toBe(' data: 2 of 2 hosts fresh (4s)');
});
