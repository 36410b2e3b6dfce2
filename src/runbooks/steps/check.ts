import { millisOf } from '../../core/config/units.ts';
import { known } from '../../core/known.ts';
import type { Fact } from '../../core/runbook/model.ts';
import type { StepForm } from './kind.ts';

const forms = '`condition is ok`, `errors < 1%`, `p95 < 800ms`, `cpu < 80%`, `memory < 85%`, `disk < 90%`';

/** A share as a number from 0 to 1: `1%`. */
function shareOf(text: string): number | undefined {
	const found = /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
	return found === null ? undefined : Number(found[1]) / 100;
}

/** A line of a check as a fact; undefined where it is none. `production/web: p95 < 1s` is of another one than the walk's. */
function factOf(text: string, line: number): Fact | undefined {
	const [, of, said = ''] = /^(?:([^\s:]+\/[^\s:]+):\s+)?(.+)$/.exec(text.trim()) ?? [];
	const base = { line, text: text.trim(), ...known({ of }) };
	const [, wants] = /^condition is (ok|degraded|down|unknown)$/.exec(said) ?? [];
	if (wants === 'ok' || wants === 'degraded' || wants === 'down' || wants === 'unknown')
		return { ...base, is: 'condition', wants };
	const [, what, than, bound = ''] = /^(errors|5xx|p95|cpu|memory|disk)\s*([<>])\s*(.+)$/.exec(said) ?? [];
	const value = what === 'p95' ? millisOf(bound.replaceAll(/\s/g, '')) : shareOf(bound.trim());
	if (value === undefined || (than !== '<' && than !== '>')) return undefined;
	switch (what) {
		case 'p95':
		case 'cpu':
		case 'memory':
		case 'disk':
			return { ...base, is: 'number', what, than, value };
		default:
			return { ...base, is: 'number', what: 'errors', than, value };
	}
}

/** A fence `check`: what watchdeck itself watches and that must hold, a fact a line; what follows a `#` is a comment. */
export const check: StepForm = {
	kind: 'check',
	fits: ({ language }) => language === 'check',
	ofFence: (code, _info, { mistake }) => {
		const said = code.text
			.split('\n')
			.map((text, at) => ({ text: text.replace(/#.*$/, ''), line: code.line + 1 + at }));
		const facts = said
			.filter(({ text }) => text.trim() !== '')
			.flatMap(({ text, line }) => {
				const fact = factOf(text, line);
				if (fact === undefined) mistake({ line, text: `“${text.trim()}” is no fact.`, fix: `Write one of ${forms}.` });
				return fact ?? [];
			});
		if (facts.length === 0)
			mistake({ line: code.line, text: 'This check asks nothing.', fix: `Write one of ${forms}.` });
		return { is: 'check', code, facts };
	},
};
