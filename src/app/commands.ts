import { actions } from '../actions/index.ts';
import { blockedReason } from '../actions/plan.ts';
import type { Command } from '../core/command.ts';
import { silenceOf } from '../core/condition/engine.ts';
import { failureText } from '../core/failure-text.ts';
import type { Asked, Want } from '../core/plan.ts';
import { ownRun } from '../core/select/plan/stand.ts';
import { pointedService } from '../core/select/pointed.ts';
import { chosenTarget } from '../core/select/releases/listed.ts';
import type { State } from '../core/state.ts';
import { platforms } from '../platforms/index.ts';
import { commands as drawn } from '../screens/index.ts';

/** What a key asks for. */
interface Offered<A extends Asked> {
	readonly want: Want<A>;
	readonly help: string;
	readonly footer: number;
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
};

/** What a key asks for now: on Releases a roll back goes to the release under the cursor; or why not there. */
const chosenNow = (want: Want<Asked>, state: State): { readonly want: Want<Asked> } | { readonly none: string } => {
	if (want.action !== 'rollback' || state.ui.screen !== 'releases') return { want };
	const chosen = chosenTarget(state);
	return 'none' in chosen ? chosen : { want: { action: 'rollback', to: chosen.to } };
};

const commandOf = ({ want, help, footer }: Offered<Asked>): Command => {
	const name = want.action;
	const { title, asked, tier } = actions[name];
	const { key } = asked;
	return {
		id: `action/${name}`,
		title,
		help,
		keys: [key],
		where: ['fleet', 'environment', 'service', 'logs', 'releases'],
		tier,
		footer,
		blocked: (state, _feeds, now) => {
			const service = pointedService(state);
			if (service === undefined) return `to ${title} a service, select one`;
			// What is under way on it can be looked at, whatever else could not be planned now.
			if (ownRun(state, service.id) !== undefined) return undefined;
			if (state.readOnly) return 'watchdeck was started with --read-only';
			if (state.making !== undefined) return `a plan for ${state.making.service} is being made`;
			const silence = service.hosts.map((host) => silenceOf(state, host)).find((one) => one !== undefined);
			if (silence !== undefined) return failureText(silence);
			const chosen = chosenNow(want, state);
			if ('none' in chosen) return chosen.none;
			return blockedReason(name, service, platforms[service.platform], now);
		},
		run: (state, _feeds, now) => {
			const service = pointedService(state);
			if (service === undefined) return [];
			const run = ownRun(state, service.id)?.plan.id;
			if (run !== undefined)
				return { type: 'dialog/opened', at: now, dialog: { is: 'plan', run, scroll: 0, more: false } };
			const chosen = chosenNow(want, state);
			return 'none' in chosen ? [] : { type: 'action/wanted', at: now, want: chosen.want, service: service.id };
		},
	};
};

/** The one list of commands, from which keys, footer, help, palette and the README's table are made. */
export const commands: readonly Command[] = [...drawn, ...Object.values(offered).map(commandOf)];
