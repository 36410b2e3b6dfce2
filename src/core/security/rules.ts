import type { Said } from '../host/said.ts';

/** What a rule does with a packet; `to`: the chain that goes on with it. `sure`: with each, whatever it is like. */
interface Rule {
	readonly sure: boolean;
	readonly verdict: string;
	readonly to: string;
}

/** The rules of one tool: those of each chain in their order, and the chains that see what comes in, with their policies. */
interface Rules {
	readonly chains: ReadonlyMap<string, readonly Rule[]>;
	readonly hooks: readonly { readonly chain: string; readonly drops: boolean }[];
}

/** What the rules of a tool do with what comes in: let nothing in that is not wanted, keep out some of it, or keep out nothing. */
export type Filtering = 'all' | 'some' | 'none';

/** The two kinds of addresses: what filters the packets of one may not see those of the other. */
export const families = ['IPv4', 'IPv6'] as const;
export type Family = (typeof families)[number];

/** Whose packets a chain sees, by its tool and its table: those of `inet` see both. */
function sees(tool: string, chain: string, family: Family): boolean {
	if (tool === 'iptables' || chain.startsWith('ip/')) return family === 'IPv4';
	return (tool !== 'ip6tables' && !chain.startsWith('ip6/')) || family === 'IPv6';
}

/** So many rules the script prints at most of a tool; what stands in others is not known. */
export const mostRules = 3000;

function rulesOf(said: Said, tool: string): Rules {
	const words = (key: string) =>
		(said.get(key) ?? []).flatMap((line) => {
			const [by, ...rest] = line.split(' ');
			return by === tool ? [rest] : [];
		});
	const rules = words('rule').map(([chain = '', sure, verdict = '', to = '']) => ({
		chain,
		rule: { sure: sure === '!', verdict, to },
	}));
	const byChain = Map.groupBy(rules, ({ chain }) => chain);
	return {
		chains: new Map([...byChain].map(([chain, all]) => [chain, all.map(({ rule }) => rule)])),
		hooks: words('hook').map(([chain = '', policy]) => ({ chain, drops: policy === 'drop' })),
	};
}

type Fate = 'drop' | 'accept' | undefined;

const last: ReadonlyMap<string, Fate> = new Map([
	['drop', 'drop'],
	['reject', 'drop'],
	['accept', 'accept'],
]);

/**
 * What becomes of a packet that no condition is for: `drop`, `accept`, or undefined where the chain gives it back. `seen`: the
 * chains that are gone through, each once, since one that gave it back does so again.
 */
function fate(chains: Rules['chains'], chain: string, seen: Set<string>): Fate {
	if (seen.has(chain)) return undefined;
	seen.add(chain);
	for (const { verdict, to } of (chains.get(chain) ?? []).filter(({ sure }) => sure)) {
		if (verdict === 'return') return undefined;
		const there = last.get(verdict) ?? fate(chains, to, seen);
		if (there !== undefined || verdict === 'goto') return there;
	}
	return undefined;
}

/** Whether a chain, or one that it leads to, drops anything. */
function dropsAny(chains: Rules['chains'], chain: string, seen: Set<string>): boolean {
	if (seen.has(chain)) return false;
	seen.add(chain);
	return (chains.get(chain) ?? []).some(
		({ verdict, to }) => verdict === 'drop' || verdict === 'reject' || (to !== '' && dropsAny(chains, to, seen)),
	);
}

/** What the rules of a tool do with what comes in to such addresses, of the lines `hook=` and `rule=` of the script; undefined where there are too many. */
export function filteringBy(said: Said, tool: string, family: Family): Filtering | undefined {
	const { chains, hooks: all } = rulesOf(said, tool);
	const hooks = all.filter(({ chain }) => sees(tool, chain, family));
	if ([...chains.values()].reduce((sum, { length }) => sum + length, all.length) >= mostRules) return undefined;
	const isClosed = ({ chain, drops }: Rules['hooks'][number]) =>
		(fate(chains, chain, new Set()) ?? (drops ? 'drop' : 'accept')) === 'drop';
	if (hooks.some(isClosed)) return 'all';
	return hooks.some(({ chain }) => dropsAny(chains, chain, new Set())) ? 'some' : 'none';
}
