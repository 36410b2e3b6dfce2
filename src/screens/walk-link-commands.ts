import type { Command, TypedChoice } from '../core/command.ts';
import { walkHere } from '../core/select/walk/here.ts';
import { stepLinks, webAddress } from '../core/select/walk/links.ts';
import type { State } from '../core/state.ts';
import { typedFurther } from './palette-events.ts';

function linksHere(state: State): readonly string[] {
	const step = walkHere(state)?.step;
	return step === undefined ? [] : stepLinks(step);
}

function choicesOf(link: string): readonly TypedChoice[] {
	const address = webAddress(link);
	const copy: TypedChoice = {
		text: `link copy ${link}`,
		help: 'copies it',
		run: (at) => ({ type: 'text/copied', at, text: link }),
	};
	const open = (to: string): TypedChoice => ({
		text: `link open ${link}`,
		help: 'opens it in the browser of this machine',
		run: (at) => ({ type: 'link/opened', at, address: to }),
	});
	return address === undefined ? [copy] : [open(address), copy];
}

/** Opens or copies a link of the step that is looked at. */
export const commands: readonly Command[] = [
	{
		id: 'walk.link',
		title: 'link',
		help: 'link: opens or copies a link of this step.',
		keys: [],
		where: ['walk'],
		blocked: (state) => (linksHere(state).length === 0 ? 'this step has no link' : undefined),
		typed: {
			word: 'link',
			choices: (rest, state) => {
				const typed = rest.trim().toLowerCase();
				return linksHere(state)
					.flatMap(choicesOf)
					.filter(({ text }) => text.toLowerCase().includes(typed));
			},
		},
		run: (_state, _feeds, now) => typedFurther('link ', now),
	},
];
