import type { Millis } from '../../core/model.ts';
import { Broken } from '../carrier.ts';
import { reasonOf } from '../failure.ts';
import type { Places } from './places.ts';
import type { Channel, Session } from './session.ts';

/** So often a channel is asked for when the server has no room for it. */
const tries = 8;
const firstPause: Millis = 20;
const longestPause: Millis = 400;

/** The server's reason why a channel was not opened; undefined for another error. Source: RFC 4254, section 5.1. */
export function openFailure(error: unknown): 'prohibited' | 'connect failed' | 'no room' | undefined {
	if (!(error instanceof Error) || !('reason' in error) || !/channel open failure/i.test(error.message))
		return undefined;
	if (error.reason === 1) return 'prohibited';
	return error.reason === 2 ? 'connect failed' : 'no room';
}

function pause(attempt: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const end = () => {
			clearTimeout(timer);
			reject(new Broken(reasonOf(signal)));
		};
		const wait = Math.min(longestPause, firstPause * 2 ** attempt);
		const timer = setTimeout(() => {
			signal.removeEventListener('abort', end);
			resolve();
		}, wait);
		signal.addEventListener('abort', end, { once: true });
	});
}

/**
 * Starts a command when there is a place for it. sshd answers "open failed" when its MaxSessions are used up (it does
 * so with reason 2): then we believe it, make do with fewer places, and ask again.
 */
export async function openChannel(
	start: Session['start'],
	line: string,
	places: Places,
	signal: AbortSignal,
): Promise<Channel> {
	for (let attempt = 0; ; attempt += 1) {
		const give = await places.take(signal);
		try {
			const channel = await start(line);
			void channel.ended.then(give);
			if (signal.aborted) channel.stop();
			return channel;
		} catch (error) {
			const room = openFailure(error);
			if (room !== undefined) places.shrink();
			give();
			if (room === undefined || attempt >= tries) throw error;
		}
		await pause(attempt, signal);
	}
}
