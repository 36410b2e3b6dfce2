import { actionWords } from '../../action-words.ts';
import { lengthText } from '../../length-text.ts';
import { filledText } from '../../runbook/fill.ts';
import type { Acted, Attributes, Runbook, Step, When } from '../../runbook/model.ts';
import type { Walk } from '../../runbook/walk.ts';
import { isBehind } from '../../runbook/wanted.ts';

/** How often and how long it is tried, in words; undefined where once. */
export function againText({ every, within, times, throughout }: Attributes): string | undefined {
	const said = [
		...(times === undefined ? [] : [`${times} times in a row`]),
		...(throughout === undefined ? [] : [`all the while for ${lengthText(throughout)}`]),
		...(every === undefined ? [] : [`every ${lengthText(every)}`]),
		...(within === undefined ? [] : [`up to ${lengthText(within)}`]),
	];
	return said.length === 0 ? undefined : said.join(', ');
}

/** When a way is taken by itself, in words. */
export function whenText(when: When, { steps }: Pick<Runbook, 'steps'>): string {
	const named = (id: string): string => {
		const number = steps.find((step) => step.id === id)?.number ?? '';
		return number === '' ? id : `step ${number}`;
	};
	switch (when.is) {
		case 'step':
			return `if ${named(when.step)} ${when.came === 'ok' ? 'is ok' : 'fails'}`;
		case 'said':
			return `if “${when.text}” stands in ${named(when.step)}`;
		case 'value':
			return `if ${when.name} is ${when.value}`;
		case 'else':
			return 'else';
	}
}

/** What one of watchdeck's own actions is asked to do, with its values: `roll back production/api to v411`. */
export function wantText({ action, of, to }: Acted, { head, values }: Pick<Walk, 'head' | 'values'>): string {
	const about = filledText(of ?? head.of ?? '', values);
	const what = about === '' ? 'what the walk is about' : about;
	return `${actionWords[action]} ${what}${to === undefined ? '' : ` to ${filledText(to, values)}`}`;
}

/** What a change is a change of, in words; where no environment is known it is protected. */
export function changedText({ head }: Pick<Walk, 'head'>): string {
	return head.environment ?? 'something outside of every environment';
}

/** That a step changes something, in the words of the list. */
function changesText(walk: Pick<Walk, 'head'>): string {
	return `CHANGES ${walk.head.environment ?? 'something'}`;
}

/** Why a command is taken for a read: what its author says of it is that author's word alone. */
export function readsText({ effect }: Pick<Attributes, 'effect'>): string {
	return effect === 'read' ? 'marked as reading by its author' : 'it only reads';
}

/** That a step reads, in the words of the list. */
function readingText({ effect }: Pick<Attributes, 'effect'>): string {
	return effect === 'read' ? 'marked as reading' : 'reads';
}

/** What a step will do, in a few words. */
export function willText(step: Step, walk: Walk): string {
	const { does } = step;
	switch (does.is) {
		case 'section':
		case 'read':
			return '';
		case 'tick':
			return 'by hand';
		case 'command':
			if (!does.commands().every(({ effect }) => effect.read)) return changesText(walk);
			return `${readingText(does.code.attributes)}${isBehind(step) ? ', in the background' : ''}`;
		case 'action':
			return `${changesText(walk)}: ${actionWords[does.want.action]}`;
		case 'check': {
			const again = againText(does.code.attributes);
			return again === undefined ? 'check' : `check, ${again}`;
		}
		case 'message':
			return 'drafts the message';
		case 'decision':
			return `a choice of ${does.choices.length}`;
		case 'runbook':
			return `runbook ${does.name}`;
	}
}
