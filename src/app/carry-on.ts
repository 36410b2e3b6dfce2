import type { Failure } from '../core/model.ts';
import { now, wait } from '../io/clock.ts';
import { testator } from '../io/heir.ts';
import { sessionName } from '../io/identity.ts';
import { inBackground } from './in-background.ts';
import { makeJournalRereader } from './reread-journal.ts';
import { type Headless, type Quiet, withSession } from './run-headless.ts';

/** Takes over what other programs write into the journal: another change of a service ends its watch. */
const rereading = async ({ store, session }: Quiet, signal: AbortSignal): Promise<void> => {
	const { journal, ledger } = session;
	const reread = makeJournalRereader({ state: store.state, emit: store.dispatch, now, journal, ledger });
	while (!signal.aborted) {
		await wait(1000, signal);
		await reread();
	}
};

/**
 * Waits until the cockpit that started this program lets go of it, and goes on with what that left, each to its end.
 * Nobody sits here: what waits for a choice ends as held, and the next start asks. Why it was not begun; else undefined.
 */
export const carryOn = async (headless: Headless): Promise<Failure | undefined> => {
	const before = testator();
	if (before === undefined) {
		const fix = 'To go on with what was interrupted: watchdeck resume';
		return { kind: 'refused', message: 'Only a cockpit that is left starts this.', fix };
	}
	const passphrase = (_host: string, path: string, again: boolean): Promise<string | undefined> =>
		again ? Promise.resolve(undefined) : before.passphrase(path);
	return withSession({ ...headless, passphrase }, async (quiet) => {
		const { session, stopped } = quiet;
		quiet.onEvent((event) => {
			if (event.type === 'run/held') session.acting.choose(event.run, 'later');
			if (event.type === 'plan/noted') session.acting.heard(event.entry);
		});
		if (!session.journal.ok) return session.journal.failure;
		before.ready(sessionName());
		await Promise.race([
			before.gone,
			new Promise((resolve) => stopped.addEventListener('abort', resolve, { once: true })),
		]);
		const over = new AbortController();
		inBackground(rereading(quiet, over.signal));
		await session.acting.goOn(({ message }) => session.log?.warn('what was left does not go on', { message }));
		over.abort();
		return undefined;
	});
};
