import type { Selector } from '../../state.ts';
import { type SplitScreen, splitScreen } from '../split/split.ts';
import { journalPartsBy, rememberedRows } from './parts.ts';

/** Makes the journal's screen; the rows of its runs are read again only when the journal or the runs changed. */
export function journalScreen(): Selector<SplitScreen> {
	return splitScreen('journal', journalPartsBy(rememberedRows()));
}
