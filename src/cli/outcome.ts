import type { Outcome } from '../core/journal.ts';
import { changeCodes } from './command.ts';

/** The exit code that an outcome has; a run that was stopped on its way has failed to reach its end. */
export const codeOf = (outcome: Outcome | undefined): number => {
	switch (outcome) {
		case 'VERIFIED':
		case 'UNDONE':
		case 'HANDLED':
			return changeCodes.verified;
		case 'DONE, NOT VERIFIED':
			return changeCodes.notVerified;
		case 'FAILED, UNDONE':
		case 'FAILED, HELD FOR YOU':
		case undefined:
			return changeCodes.failed;
		case 'REFUSED':
			return changeCodes.nothingChanged;
	}
};

/** How a run came out, in words, with the commands that are left for a person. */
export const outcomeText = ({
	outcome,
	because,
	left = [],
}: {
	readonly outcome?: Outcome;
	readonly because: string;
	readonly left?: readonly string[];
}): string => [`${outcome ?? 'STOPPED'}  ${because}`, ...left.map((line) => `  ${line}`)].join('\n');
