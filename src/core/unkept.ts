import type { Failure } from './model.ts';
import type { State } from './state.ts';

/** Why no change can be written down, and so none is carried out; undefined as far as is known it can. */
export function unchangeable({ journal }: Pick<State, 'journal'>): Failure | undefined {
	return journal.unwritable ?? journal.failure;
}

/** What is wrong with the journal's file, in a word or two. */
export function journalWords({ kind }: Failure): string {
	switch (kind) {
		case 'full':
			return 'disk full';
		case 'garbled':
		case 'changed':
			return 'journal damaged';
		case 'forbidden':
			return 'journal not writable';
		case 'refused':
			return 'journal held';
		case 'unreachable':
		case 'timeout':
		case 'login':
		case 'host key':
		case 'missing':
		case 'cancelled':
		case 'bug':
			return 'no journal';
	}
}

/** What it means that the history cannot be kept, why, and what to do. */
export function unkeptText({ message, fix }: Failure): string {
	const why = message.replace(/\.$/, '');
	return `What is measured now is lost when you leave: ${why}.${fix === undefined ? '' : ` ${fix}`}`;
}

/** A failure of what is opened once, at the start: mended, it is opened by the next start. */
export function untilStartedAgain(failure: Failure): Failure {
	return { ...failure, fix: `${failure.fix === undefined ? '' : `${failure.fix} `}Then start watchdeck again.` };
}
