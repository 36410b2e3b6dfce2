import type { Event } from '../core/event.ts';
import type { Lines, Millis } from '../core/model.ts';
import { type Notice, noticesOf } from '../core/notices.ts';
import { now, wait } from '../io/clock.ts';
import { onEndSignals, signalExit } from '../io/signals.ts';
import { inBackground } from './in-background.ts';
import { keepInStep } from './in-step.ts';
import type { Quiet } from './run-headless.ts';
import { makeSettling } from './settling.ts';

/** A session that goes on reading after its first time, without a screen. */
export interface Watching {
	/** The log of a service, once its last lines came. */
	readonly log: (service: string) => Promise<Lines>;
	/** The exit code for the signal that asked to end. */
	readonly signalled: Promise<number>;
	/** Ends the watching. */
	readonly end: () => void;
}

const beat: Millis = 1000;
/** Lines of a log come in batches: so long there is none, then the last is here; and no longer than `longest` in all. */
const pause: Millis = 700;
const longest: Millis = 5000;

/** Keeps what a session read true, and tells of each condition that changed and stayed so. */
export const watchOn = (quiet: Quiet, tell: (notices: readonly Notice[], at: Millis) => void): Watching => {
	const { store, feeds, session } = quiet;
	const life = new AbortController();
	const settling = makeSettling(store, feeds, life.signal);
	let told: Parameters<typeof noticesOf>[0] = {};
	quiet.onEvent((event: Event) => settling.heard(event));
	keepInStep(store, session, () => [], wait, life.signal);
	const look = async (): Promise<void> => {
		while (!life.signal.aborted) {
			settling.beat();
			const news = noticesOf(told, store.state(), now());
			told = news.told;
			if (news.notices.length > 0) tell(news.notices, now());
			await wait(beat, life.signal);
		}
	};
	inBackground(look());
	const signalled = new Promise<number>((resolve) => {
		const unsubscribe = onEndSignals((signal) => resolve(signalExit(signal)));
		life.signal.addEventListener('abort', unsubscribe, { once: true });
	});
	const log = async (service: string): Promise<Lines> => {
		// Its log is followed as if the screen of it were open.
		store.dispatch({ type: 'screen/opened', at: now(), screen: 'logs', service });
		const until = now() + longest;
		for (let seen = -1, still = now(); !life.signal.aborted && now() < until && now() - still < pause; ) {
			const lines = feeds.lines(service);
			if (lines.seen !== seen || lines.seen === 0) still = now();
			seen = lines.seen;
			await wait(50, life.signal);
		}
		return feeds.lines(service);
	};
	return { log, signalled, end: () => life.abort() };
};
