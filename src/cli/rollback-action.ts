import { releaseNamed } from '../core/release-named.ts';
import type { ServiceCommand } from './acting.ts';

/** The action as the command line asks for it. Without `to` the best target is meant. */
export const rollbackAction: ServiceCommand = {
	name: 'rollback',
	does: 'roll a service back to an earlier release and prove it',
	options: [
		{
			flags: '--to <release>',
			does: 'the label, image id or digest of a release (default: the one that ran before)',
		},
	],
	want: ({ to }, service) => {
		const target = to === undefined ? ({ ok: true, value: '' } as const) : releaseNamed(service, to);
		return target.ok ? { ok: true, value: { action: 'rollback', to: target.value } } : target;
	},
};
