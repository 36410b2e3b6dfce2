import type { Way, When } from '../../core/runbook/model.ts';
import type { Link } from '../markdown/inline.ts';
import { linksIn } from '../markdown/inline.ts';
import type { Making, StepForm } from './kind.ts';

/** `if STEP fails`, `if STEP is ok`, `if STEP contains TEXT`, `if NAME is VALUE`, `else`; undefined where it is none of them. */
function whenOf(title: string): When | undefined {
	if (/^else$/i.test(title.trim())) return { is: 'else' };
	const [, name = '', rest = ''] = /^if\s+(\S+)\s+(.+)$/i.exec(title.trim()) ?? [];
	if (rest === 'fails' || rest === 'failed') return { is: 'step', step: name, came: 'failed' };
	if (rest === 'is ok') return { is: 'step', step: name, came: 'ok' };
	const [, verb, text = ''] = /^(contains|is)\s+(.+)$/.exec(rest) ?? [];
	if (verb === 'contains') return { is: 'said', step: name, text };
	return verb === 'is' ? { is: 'value', name, value: text } : undefined;
}

function isWay({ to }: Link): boolean {
	return /^#./.test(to) || /^[^:/#?]+\.(?:md|markdown)(?:#.*)?$/i.test(to);
}

function wayOf(link: Link, label: string, line: number, { mistake }: Making): Way {
	const to = link.to.startsWith('#') ? link.to.slice(1) : `runbook ${nameOf(link.to)}`;
	const when = link.title === undefined ? undefined : whenOf(link.title);
	// A title that does not begin like a condition is a title.
	if (when === undefined && /^(?:if|else)\b/i.test(link.title ?? '')) {
		const fix = 'Write `if STEP is ok`, `if STEP fails`, `if STEP contains TEXT`, `if NAME is VALUE` or `else`.';
		mistake({ line, text: `“${link.title}” does not say when this way is taken.`, fix });
	}
	return { label, to, ...(when === undefined ? {} : { when }) };
}

/** The name of a runbook in a link to its file. */
export function nameOf(to: string): string {
	const file = to.split('#')[0]?.split('/').at(-1) ?? '';
	return file.replace(/\.(?:md|markdown)$/i, '');
}

/** A list whose every item leads to another step, or to another runbook. */
export const decision: StepForm = {
	kind: 'decision',
	ofList: (items, making) => {
		const top = items.filter((piece) => piece.is === 'item');
		const ways = top.map(({ text, line }) => {
			const link = linksIn(text).filter(isWay)[0];
			return link === undefined ? undefined : wayOf(link, labelOf(text), line, making);
		});
		// One link in a list of one is a pointer, not a choice.
		if (ways.length < 2 || items.length !== top.length) return undefined;
		const choices = ways.flatMap((way) => way ?? []);
		return choices.length === ways.length ? { is: 'decision', choices } : undefined;
	},
};

/** An item's text as it is chosen: without the marks of its link. */
function labelOf(text: string): string {
	return text
		.replaceAll(/\[([^[\]]*)\]\([^)]*\)/g, '$1')
		.replaceAll(/\s+/g, ' ')
		.trim();
}
