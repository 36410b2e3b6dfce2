import { expect, test } from 'vitest';
import { ageLine } from '../../../../src/core/select/frame/age.ts';
import type { State } from '../../../../src/core/state.ts';
import { aState, start } from '../../../support/plans.ts';

const text = (state: State) =>
	ageLine(state, start)
		.map((piece) => piece.text)
		.join('');

test('as long as the journal cannot be used, the last line says what that means', () => {
	expect(text(aState())).not.toContain('journal');
	const failure = { kind: 'full', message: 'The disk is full.' } as const;
	expect(text({ ...aState(), journal: { entries: [], failure } })).toMatch(/ {3}changes refused: disk full \(9\)$/);
});
