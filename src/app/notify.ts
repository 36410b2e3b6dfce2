import { clean } from '../core/clean.ts';
import type { Millis } from '../core/model.ts';
import { noticesOf, noticeText } from '../core/notices.ts';
import type { State } from '../core/state.ts';
import type { Terminal } from '../io/terminal.ts';

type Told = Parameters<typeof noticesOf>[0];

/** Calls the operator when the condition of something changed; to be asked once a second. */
export const makeNotifying = (
	{ call }: Pick<Terminal, 'call'>,
	state: () => State,
	now: () => Millis,
): (() => void) => {
	let told: Told = {};
	return () => {
		const { fleet } = state();
		const news = noticesOf(told, state(), now());
		told = news.told;
		const text = noticeText(news.notices);
		if (text === undefined || fleet.notify === 'none') return;
		if (fleet.notify === 'bell') call();
		else call(clean(text, 300));
	};
};
