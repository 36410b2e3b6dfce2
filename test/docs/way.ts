import type { Deck } from '../e2e/driver.ts';

/** How each screen is come to from the one before it. */
type Step = readonly [name: string, go: (deck: Deck) => Promise<unknown>];

const keys =
	(...pressed: readonly string[]): Step[1] =>
	(deck) =>
		deck.press(...pressed);

/** Every screen of the demo fleet, in the order in which they are come to, from the beginning to after a roll back. */
export const way: readonly Step[] = [
	['fleet', (deck) => deck.select('api')],
	['service', keys('2')],
	['service-releases', keys(']')],
	[
		'logs',
		async (deck) => {
			await deck.press('3');
			await deck.sees('request failed');
		},
	],
	// In the log numbers choose a window of time.
	['releases', keys('esc', '5')],
	['releases-of-all', keys(']')],
	[
		'hosts',
		async (deck) => {
			await deck.press('0');
			// Only a large screen has room for it; what a processor is busy with is known at the second reading.
			if (deck.screen().length >= 50) await deck.sees('cores');
		},
	],
	['schedule', keys(']')],
	['backups', keys('7')],
	[
		'walk',
		async (deck) => {
			await deck.press('1');
			await deck.select('api');
			await deck.press('o');
			await deck.sees('RUNBOOK Service down');
		},
	],
	['runbooks', keys('6')],
	['environment', keys('1', 'g', 'enter')],
	[
		'logs-together',
		async (deck) => {
			await deck.press('L');
			await deck.sees('request failed');
		},
	],
	['help', keys('esc', '1', '?')],
	['palette', keys('esc', ':')],
	[
		'plan',
		async (deck) => {
			await deck.press('esc', '1');
			await deck.select('api');
			await deck.press('r');
			await deck.sees('ROLL BACK production/api');
		},
	],
	[
		'run',
		async (deck) => {
			await deck.idle();
			await deck.enter();
			await deck.type('api');
			await deck.enter();
			await deck.sees('VERIFIED', 120_000);
		},
	],
	['journal', keys('esc', '9')],
	['stored-run', keys('enter')],
	['quit', keys('esc', '1', 'q')],
];
