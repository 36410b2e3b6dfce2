import { armedNow, lockedEnvironments, longestArming, mayArm, usualArming } from '../core/armed.ts';
import type { Command, TypedChoice } from '../core/command.ts';
import { millisOf } from '../core/config/units.ts';
import type { Event } from '../core/event.ts';
import { failureText } from '../core/failure-text.ts';
import { clockText, lengthText } from '../core/length-text.ts';
import type { Millis } from '../core/model.ts';
import type { State } from '../core/state.ts';

/** The environments that a beginning means: the one that is called so, or all that begin so. */
function meant(all: readonly string[], beginning: string): readonly string[] {
	return all.includes(beginning) ? [beginning] : all.filter((name) => name.startsWith(beginning));
}

/** `arm ENV 15m`, as far as it is typed. */
function armChoices(rest: string, state: State): readonly TypedChoice[] {
	const [beginning = '', length = lengthText(usualArming), ...more] = rest.trim().split(/\s+/);
	const millis = millisOf(length);
	return meant(lockedEnvironments(state), beginning).map((environment) => {
		const may = mayArm(state, environment, millis ?? 0);
		return {
			text: `arm ${environment} ${length}`,
			help: `A change then asks for the service's name. At most ${lengthText(longestArming)}.`,
			...(may.ok ? {} : { blocked: failureText(may.failure) }),
			...(more.length === 0
				? {}
				: { blocked: `an environment and a length, nothing more: arm ${environment} ${length}` }),
			run: (at) => ({ type: 'arm/wanted', at, environment, length: millis ?? 0 }),
		};
	});
}

function disarmChoices(rest: string, state: State, now: Millis): readonly TypedChoice[] {
	const armed = armedNow(state, now);
	const names = armed.map(({ environment }) => environment);
	return armed
		.filter(({ environment }) => meant(names, rest.trim()).includes(environment))
		.map(({ environment, left }) => ({
			text: `disarm ${environment}`,
			help: `Locks it again now, ${clockText(left)} before its time.`,
			run: (at) => ({ type: 'disarm/wanted', at, environment }),
		}));
}

/** The palette with this in its line. */
function typedFurther(text: string, at: Millis): readonly Event[] {
	return [
		{ type: 'dialog/opened', at, dialog: { is: 'palette', selected: 0 } },
		{ type: 'field/opened', at, of: 'palette', text },
	];
}

/** What lets a locked environment be changed for a while, and what ends that. */
export const commands: readonly Command[] = [
	{
		id: 'arm',
		title: 'arm a locked environment',
		help: 'arm ENV 15m: lets an environment that the config locks be changed for a while, an hour at the most.',
		keys: [],
		where: ['everywhere'],
		blocked: (state) => {
			if (state.readOnly) return 'watchdeck was started with --read-only';
			return lockedEnvironments(state).length === 0 ? 'the config locks no environment' : undefined;
		},
		typed: { word: 'arm', choices: armChoices },
		run: (_state, _feeds, now) => typedFurther('arm ', now),
	},
	{
		id: 'disarm',
		title: 'disarm an environment',
		help: 'disarm ENV: locks an environment again that was armed.',
		keys: [],
		where: ['everywhere'],
		blocked: (state, _feeds, now) => (armedNow(state, now).length === 0 ? 'no environment is armed' : undefined),
		typed: { word: 'disarm', choices: disarmChoices },
		run: (_state, _feeds, now) => typedFurther('disarm ', now),
	},
];
