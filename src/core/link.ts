import { lengthText } from './length-text.ts';
import type { Millis } from './model.ts';
import type { Link } from './state.ts';

/**
 * A link after news of it. From its first failure on until its host is there again it is down since then, and what failed
 * last stays known while it is tried once more.
 */
export function linkAfter(before: Link | undefined, news: Link): Link {
	if (before?.is !== 'down') return news;
	switch (news.is) {
		case 'connecting':
			return { ...before, retry: 'now' };
		case 'down':
			return { ...news, since: before.since };
		case 'up':
			return news;
	}
}

/** Whether a host is being connected to right now, for the first time or once more. */
export function isTried(link: Link | undefined): boolean {
	return link?.is === 'connecting' || (link?.is === 'down' && link.retry === 'now');
}

/** When a lost host is tried again, in words; undefined where that waits for a person. */
export function retryText({ retry }: Extract<Link, { readonly is: 'down' }>, now: Millis): string | undefined {
	if (retry === 'never') return undefined;
	return retry === 'now' ? 'trying again' : `next try in ${lengthText(retry - now)}`;
}
