import { failed } from '../core/failed.ts';
import type { ServiceCommand } from './acting.ts';
import { addAction } from './action.ts';
import type { CliCommand } from './command.ts';

/** The action as the command line asks for it. */
export const deployAction: ServiceCommand = {
	name: 'deploy',
	does: 'put another image in the place of what runs, pulled where need be, and prove it',
	options: [
		{ flags: '--image <ref>', does: 'the image: REPOSITORY:TAG or REPOSITORY@sha256:…' },
		{
			flags: '--canary',
			does: 'a share first, watched, then the next: of replicas on a Swarm, by weights behind nginx',
		},
	],
	want: ({ image, canary }) =>
		image === undefined
			? failed('refused', 'No image was named.', 'Add it: --image REPOSITORY:TAG.')
			: { ok: true, value: { action: 'deploy', image, ...(canary === true ? { canary } : {}) } },
};

/** `watchdeck deploy ENV/SERVICE --image REF`: a container of this image in the place of the one that runs. */
export const deploy: CliCommand = (program, exit) => {
	addAction(program, exit, deployAction);
};
