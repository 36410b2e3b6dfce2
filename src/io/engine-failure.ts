import type { Failure } from '../core/model.ts';

/** The failure of a connection to an engine, with the fix that fits an engine. `where`: its socket or address. */
export function engineFailure(failure: Failure, where: string): Failure {
	const isFile = where.startsWith('/');
	if (failure.kind === 'forbidden' && isFile) {
		const fix = 'Join the group that owns the socket: `sudo usermod -aG docker $USER`, then log in again.';
		return { ...failure, message: `The engine's socket ${where} may not be used by you: permission denied.`, fix };
	}
	if (failure.kind === 'missing' && isFile) {
		const fix = 'Start Docker (`sudo systemctl start docker`), or name the socket that it uses.';
		return { ...failure, message: `There is no engine: no socket at ${where}.`, fix };
	}
	if (failure.kind === 'unreachable' && /refused/.test(failure.message)) {
		const fix = isFile
			? 'Start Docker: `sudo systemctl start docker`.'
			: 'Check that Docker listens there, and the firewall.';
		return { ...failure, message: `No engine answers at ${where}: connection refused.`, fix };
	}
	return failure;
}
