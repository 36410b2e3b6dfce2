import { actions } from '../actions/index.ts';
import { blockedReason } from '../actions/plan.ts';
import type { Command } from '../core/command.ts';
import { silenceOf } from '../core/condition/engine.ts';
import { imageName } from '../core/engine/image-name.ts';
import { imageRef } from '../core/engine/image-ref.ts';
import type { Event } from '../core/event.ts';
import { failureText } from '../core/failure-text.ts';
import { known } from '../core/known.ts';
import type { Millis, Service } from '../core/model.ts';
import { ownRun } from '../core/select/plan/stand.ts';
import { pointedService } from '../core/select/pointed.ts';
import { chosenTarget } from '../core/select/releases/listed.ts';
import { type Inverse, inverseOf } from '../core/select/service/inverse.ts';
import type { State } from '../core/state.ts';
import type { Asked, Want } from '../core/want.ts';
import { platforms } from '../platforms/index.ts';
import { commands as drawn } from '../screens/index.ts';
import { datasetCommands, undoDataset } from './dataset-commands.ts';

/** What a key asks for. */
interface Offered<A extends Asked> {
	readonly want: Want<A>;
	readonly help: string;
	/** Where its key stands in the footer; without a key it stands in none. */
	readonly footer?: number;
}

// A record and not a list, so that the compiler finds an action that is not offered.
const offered: { readonly [A in Asked]: Offered<A> } = {
	// In the footer it comes first: it is what a failing release needs.
	rollback: {
		want: { action: 'rollback', to: '' },
		help: 'Plan a roll back to the release that ran before. Opens the plan, changes nothing yet.',
		footer: 20,
	},
	restart: {
		want: { action: 'restart' },
		help: 'Plan a restart: the same release again, proven healthy. Opens the plan, changes nothing yet.',
		footer: 21,
	},
	deploy: {
		want: { action: 'deploy', image: '' },
		help: 'Asks for an image (or: deploy shop/api:v2) and plans to put it in the place of what runs. Changes nothing yet.',
	},
	stop: {
		want: { action: 'stop' },
		help: 'Plan a stop: nobody serves it until it is started again. Opens the plan, changes nothing yet.',
	},
	start: {
		want: { action: 'start' },
		help: 'Plan a start of what is stopped: the same containers, proven healthy. Opens the plan, changes nothing yet.',
	},
	scale: {
		want: { action: 'scale', to: 0 },
		help: 'Plan another number of replicas of a service, as in: scale 3. Opens the plan, changes nothing yet.',
	},
	takeover: {
		want: { action: 'takeover' },
		help: 'Plan to take its lock from whoever holds it, and to give it back. Opens the plan, changes nothing yet.',
	},
};

/** What a key asks for now: on Releases a roll back goes to the release under the cursor; or why not there. */
const chosenNow = (want: Want<Asked>, state: State): { readonly want: Want<Asked> } | { readonly none: string } => {
	if (want.action === 'scale') return { none: 'say how many replicas, in the palette: scale 3' };
	if (want.action !== 'rollback' || state.ui.screen !== 'releases') return { want };
	const chosen = chosenTarget(state);
	return 'none' in chosen ? chosen : { want: { action: 'rollback', to: chosen.to } };
};

/** Which image is to be deployed is asked first; it is mostly one of the same repository. */
const askImage = ({ id: service, instances }: Service, at: Millis): readonly Event[] => {
	const repository = imageName(instances[0]?.image.ref ?? '')?.repository;
	return [
		{ type: 'dialog/opened', at, dialog: { is: 'image', service } },
		{ type: 'field/opened', at, of: 'image', text: repository === undefined ? '' : `${repository}:` },
	];
};

/** Why nothing can be planned on a service now, whatever is wanted. */
const hindered = (state: State, service: Service): string | undefined => {
	if (state.readOnly) return 'watchdeck was started with --read-only';
	if (state.making !== undefined) return `a plan for ${state.making.service} is being made`;
	const silence = service.hosts.map((host) => silenceOf(state, host)).find((one) => one !== undefined);
	return silence === undefined ? undefined : failureText(silence);
};

/** Why what a key asks for now cannot be planned, in words. */
const unplannable = (state: State, service: Service, want: Want<Asked>, now: Millis): string | undefined => {
	const because = () => blockedReason(want.action, service, platforms[service.platform], { now });
	const chosen = chosenNow(want, state);
	const none = 'none' in chosen ? chosen.none : undefined;
	// A service that has no replicas is not asked how many.
	return hindered(state, service) ?? (want.action === 'scale' ? (because() ?? none) : (none ?? because()));
};

/** What words after an action's name in the palette ask for, as in `scale 3` and `deploy shop/api:v2`; undefined: nothing. */
const typedWants: {
	readonly [A in Asked]?: (rest: string) => { readonly want: Want<A>; readonly to: string } | undefined;
} = {
	scale: (rest) =>
		/^\d{1,6}$/.test(rest) ? { want: { action: 'scale', to: Number(rest) }, to: String(Number(rest)) } : undefined,
	deploy: (image) => (imageRef(image) === undefined ? undefined : { want: { action: 'deploy', image }, to: image }),
};

/** The line of the palette that plans for the selected service what was typed there. */
const typedOf = (name: Asked): Command['typed'] => {
	const wanted = typedWants[name];
	if (wanted === undefined) return undefined;
	const choices: NonNullable<Command['typed']>['choices'] = (rest, state, now) => {
		const service = pointedService(state);
		const found = wanted(rest.trim());
		if (found === undefined) return [];
		if (service === undefined) {
			const none = `to ${name} a service, select one`;
			const run = (at: Millis): Event => ({ type: 'message/shown', at, message: { tone: 'warning', text: none, at } });
			return [{ text: `${name} to ${found.to}`, help: none, blocked: none, run }];
		}
		const blocked = hindered(state, service) ?? blockedReason(name, service, platforms[service.platform], { now });
		return [
			{
				text: `${name} ${service.id} to ${found.to}`,
				help: 'plan it: opens the plan, changes nothing yet',
				...(blocked === undefined ? {} : { blocked }),
				run: (at) => ({ type: 'action/wanted', at, want: found.want, service: service.id }),
			},
		];
	};
	return { word: name, choices };
};

const commandOf = ({ want, help, footer }: Offered<Asked>): Command => {
	const name = want.action;
	const { title, asked, tier } = actions[name];
	const { key } = asked;
	return {
		id: `action/${name}`,
		title,
		help,
		keys: key === undefined ? [] : [key],
		where: ['fleet', 'environment', 'service', 'logs', 'releases', 'walk'],
		tier,
		...(footer === undefined ? {} : { footer }),
		...known({ typed: typedOf(name) }),
		blocked: (state, _feeds, now) => {
			const service = pointedService(state);
			if (service === undefined) return `to ${title} a service, select one`;
			// What is under way on it can be looked at, whatever else could not be planned now.
			if (ownRun(state, service.id) !== undefined) return undefined;
			return unplannable(state, service, want, now);
		},
		run: (state, _feeds, now) => {
			const service = pointedService(state);
			if (service === undefined) return [];
			const run = ownRun(state, service.id)?.plan.id;
			if (run !== undefined)
				return { type: 'dialog/opened', at: now, dialog: { is: 'plan', run, scroll: 0, more: false } };
			if (want.action === 'deploy') return askImage(service, now);
			const chosen = chosenNow(want, state);
			return 'none' in chosen ? [] : { type: 'action/wanted', at: now, want: chosen.want, service: service.id };
		},
	};
};

/** What `u` does now, where something undoes the last change of the service. */
const inverseNow = (state: State, service: Service, now: Millis): Inverse => {
	const hinders = hindered(state, service);
	const inverse = hinders === undefined ? inverseOf(state, service) : { none: hinders };
	if ('none' in inverse) return inverse;
	const none = blockedReason(inverse.want.action, service, platforms[service.platform], { now });
	return none === undefined ? inverse : { none };
};

/** After VERIFIED a change is undone by another one: to what it kept, to the number of before, started again or stopped. */
const undo: Command = {
	id: 'undo',
	title: 'undo the last change',
	help: 'Plan what undoes the last change of a service: back to the container or release that it left, the replicas it had, or a stop or start. Opens the plan, changes nothing yet.',
	keys: ['u'],
	where: ['fleet', 'environment', 'service', 'logs', 'releases', 'walk', 'backups'],
	tier: 2,
	blocked: (state, _feeds, now) => {
		if (state.ui.screen === 'backups') return undoDataset(state, now).none;
		const service = pointedService(state);
		if (service === undefined) return 'to undo the last change of a service, select one';
		const inverse = inverseNow(state, service, now);
		return 'none' in inverse ? inverse.none : undefined;
	},
	run: (state, _feeds, now) => {
		if (state.ui.screen === 'backups') return undoDataset(state, now).event ?? [];
		const service = pointedService(state);
		const inverse = service === undefined ? undefined : inverseNow(state, service, now);
		if (service === undefined || inverse === undefined || 'none' in inverse) return [];
		return { type: 'action/wanted', at: now, want: inverse.want, service: service.id };
	},
};

/** The one list of commands, from which keys, footer, help, palette and the README's table are made. */
export const commands: readonly Command[] = [
	...drawn,
	...Object.values(offered).map(commandOf),
	...datasetCommands,
	undo,
];
