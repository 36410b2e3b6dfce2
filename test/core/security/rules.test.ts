import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { saidIn } from '../../../src/core/host/said.ts';
import { filteringBy, mostRules } from '../../../src/core/security/rules.ts';

const filtering = (...lines: readonly string[]) => filteringBy(saidIn(lines.join('\n')), 'nftables', 'IPv4');
const open = 'hook=nftables in accept';
const closed = 'hook=nftables in drop';
const rule = (text: string) => `rule=nftables ${text}`;

describe('filteringBy', () => {
	test.each([
		['no chain that sees what comes in', [rule('in ! drop')], 'none'],
		['another tool', ['hook=iptables INPUT drop'], 'none'],
		['a policy that drops', [closed], 'all'],
		['a policy that lets in', [open], 'none'],
		['a policy that drops behind a rule that lets all in', [closed, rule('in ! accept')], 'none'],
		['one banned address', [open, rule('in ? drop')], 'some'],
		['a last rule for all', [open, rule('in ? reject'), rule('in ! reject')], 'all'],
		['a last rule for all behind one that lets all in', [open, rule('in ! accept'), rule('in ! drop')], 'some'],
		['a chain that drops the rest', [open, rule('in ! jump a'), rule('a ! jump b'), rule('b ! drop')], 'all'],
		['a chain that gives back', [open, rule('in ! jump a'), rule('a ! return'), rule('a ! drop')], 'some'],
		['a rule behind a chain that gives back', [open, rule('in ! jump a'), rule('in ! drop')], 'all'],
		['a chain that never comes back', [open, rule('in ! goto a'), rule('in ! drop')], 'some'],
		['a chain for some only', [open, rule('in ? jump a'), rule('a ! drop')], 'some'],
		['a chain that nothing leads to', [open, rule('a ! drop')], 'none'],
		['chains in a ring', [open, rule('in ! jump a'), rule('a ! jump in')], 'none'],
		['one of several hooks that drops', [open, 'hook=nftables other drop'], 'all'],
	])('%s', (_, lines, is) => expect(filtering(...lines)).toBe(is));

	test.each([
		['nftables', 'inet/f/in', 'all', 'all'],
		['nftables', 'ip/f/in', 'all', 'none'],
		['nftables', 'ip6/f/in', 'none', 'all'],
		['iptables', 'INPUT', 'all', 'none'],
		['ip6tables', 'INPUT', 'none', 'all'],
	] as const)('%s %s sees its own packets only', (tool, chain, four, six) => {
		const said = saidIn(`hook=${tool} ${chain} drop`);
		expect([filteringBy(said, tool, 'IPv4'), filteringBy(said, tool, 'IPv6')]).toEqual([four, six]);
	});

	test('too many rules to be all there', () => {
		const lines = Array.from({ length: mostRules }, (_, index) => rule(`c${index} ? drop`));
		expect(filtering(closed, ...lines)).toBeUndefined();
	});
	test('however chains lead to each other, it comes to an end', () => {
		const name = fc.constantFrom('in', 'a', 'b', 'c', 'd');
		const verdict = fc.oneof(
			fc.constantFrom('drop', 'accept', 'return', ''),
			name.map((to) => `jump ${to}`),
		);
		const lines = fc.array(
			fc.tuple(name, fc.constantFrom('!', '?', ''), verdict).map((words) => rule(words.join(' '))),
		);
		fc.assert(fc.property(lines, (all) => void filtering(open, ...all)));
	});
});
