import { useWindowSize } from 'ink';
import { useEffect } from 'react';
import type { State } from '../core/state.ts';
import { useDeck } from './context.ts';
import { useSelect } from './use-select.ts';

const sizeOf = (state: State): State['ui']['size'] => state.ui.size;

/** The size of the terminal, in columns and rows, as the state has it. */
export function useSize(): State['ui']['size'] {
	return useSelect(sizeOf);
}

/** Tells the state whenever the terminal has another size. Used once, at the root. */
export function useResize(): void {
	const { store, clock } = useDeck();
	const { columns, rows } = useWindowSize();
	useEffect(() => {
		const size = store.state().ui.size;
		if (size.columns === columns && size.rows === rows) return;
		store.dispatch({ type: 'window/resized', at: clock.time(), columns, rows });
	}, [store, clock, columns, rows]);
}
