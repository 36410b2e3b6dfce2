import type { Failure } from '../../core/model.ts';
import type { SshTarget } from './config.ts';
import type { Identities } from './identities.ts';

/** A login that failed: what was tried, what could not be, and what to do. `otherwise`: a last remedy, after the usual ones. */
export function loginFailure(
	target: SshTarget,
	tried: readonly string[],
	{ locked, notes, otherwise = '' }: Pick<Identities, 'locked' | 'notes'> & { readonly otherwise?: string },
): Failure {
	const offered = tried.length > 0 ? `tried ${tried.join(', ')}` : 'there was no key to try';
	const more = [...locked.map((path) => `${path} needs its passphrase`), ...notes];
	const [first] = locked;
	const fix =
		first === undefined
			? `Try: ssh ${target.name}. Put your public key into ~/.ssh/authorized_keys there. Then try again.${otherwise}`
			: `Unlock it with: ssh-add ${first}. Then try again.`;
	const began = tried.length > 0 ? 'refused the login' : 'cannot be sent the login';
	return {
		kind: 'login',
		message: `${target.name} ${began} of ${target.user}: ${[offered, ...more].join('; ')}.`,
		fix,
	};
}
