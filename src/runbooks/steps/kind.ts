import type { Code, Doing, Effect, Mistake } from '../../core/runbook/model.ts';
import type { Info } from '../attribute-words.ts';
import type { Piece } from '../markdown/blocks.ts';

/** What a step kind is made with. */
export interface Making {
	readonly mistake: (mistake: Mistake) => void;
	/** Why a command is no read, or that it is one, by `config/reads.yaml`. */
	readonly judge: (command: string) => Effect;
}

/** How a kind of step looks in Markdown. Each answers for what is its own, and for nothing else. */
export interface StepForm {
	readonly kind: Doing['is'];
	/** Whether a fence with this info makes such a step; the first form in the list that says so does. */
	readonly fits?: (info: Info) => boolean;
	readonly ofFence?: (code: Code, info: Info, making: Making) => Doing;
	/** A whole list (its items, and what they hold), where its items are no steps of their own. */
	readonly ofList?: (items: readonly Piece[], making: Making) => Doing | undefined;
	/** A paragraph, or the text of an item. */
	readonly ofText?: (text: string) => Doing | undefined;
}
