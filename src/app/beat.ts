import type { Millis } from '../core/model.ts';
import { now, wait } from '../io/clock.ts';
import { isAlive } from '../io/identity.ts';
import type { Drawing } from './drawing.ts';
import { type EffectParts, guarded } from './effects.ts';
import { makeLeftRuns } from './left-runs.ts';
import { makeLostShells } from './lost-shells.ts';
import { makeNotifying } from './notify.ts';
import { makeJournalRereader } from './reread-journal.ts';
import type { makeSettling } from './settling.ts';

const second: Millis = 1000;

/** What is drawn, and told, anew. */
type Beating = Pick<Drawing, 'store' | 'terminal' | 'clock'>;

/** Takes over what other programs wrote into the journal, and ends what those that were killed left open. */
const rereading = (parts: EffectParts): (() => Promise<void>) => {
	const { journal, ledger } = parts.session;
	const reread = makeJournalRereader({ ...parts, journal, ledger });
	const endLost = makeLostShells({ ...parts, journal, isAlive });
	return async () => {
		await reread();
		await endLost();
	};
};

const tick = async (beat: () => void, signal: AbortSignal): Promise<void> => {
	while (!signal.aborted) {
		await wait(second, signal);
		if (!signal.aborted) beat();
	}
};

/** The first numbers are waited for: in the first three seconds what was read is drawn more often. */
const drawEarly = async ({ beat }: Pick<Drawing['clock'], 'beat'>, signal: AbortSignal): Promise<void> => {
	for (let left = 12; left > 0 && !signal.aborted; left -= 1) {
		await wait(second / 4, signal);
		beat();
	}
};

/** What happens each second. */
const beatOf = (
	{ store, terminal, clock }: Beating,
	parts: EffectParts,
	settling: ReturnType<typeof makeSettling>,
): (() => void) => {
	const notify = makeNotifying(terminal, store.state, now);
	const reread = rereading(parts);
	const { journal } = parts.session;
	const tellLeft = makeLeftRuns({ state: store.state, emit: store.dispatch, now, isAlive, journal });
	return () => {
		settling.beat();
		notify();
		guarded(parts, tellLeft);
		guarded(parts, reread);
		clock.beat();
	};
};

/** Does each second what is due then, and draws more often at first, until the signal. */
export const keepBeating = async (
	on: Beating,
	parts: EffectParts,
	settling: ReturnType<typeof makeSettling>,
	signal: AbortSignal,
): Promise<void> => {
	await Promise.all([drawEarly(on.clock, signal), tick(beatOf(on, parts, settling), signal)]);
};
