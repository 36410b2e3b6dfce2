import { firstSaid, saidIn, wholeOf } from '../host/said.ts';
import { known } from '../known.ts';
import type { Millis } from '../model.ts';

/** What an earlier restore put aside: of which plan, and when (0 where that is not known). */
export interface PutAside {
	readonly plan: string;
	readonly at: Millis;
}

/** What a restore would cost, and what stands in its way. */
export interface RestoreStand {
	/** Rows that came after the backup; missing where nobody can count them. */
	readonly lost?: number;
	/** Servers that follow it (missing where nobody can see them, or it is no server), and what follows this database alone. */
	readonly followers?: number;
	readonly slots: number;
	readonly subscriptions: number;
	readonly aside: readonly PutAside[];
	/** What else stands in its way, in words of its kind: what it is (`it is a node of …`), and what helps. */
	readonly against?: { readonly why: string; readonly fix: string };
}

function asideOf(line: string): readonly PutAside[] {
	const [, plan, at] = /^([0-9a-f]{8}) (\d{1,12})$/.exec(line) ?? [];
	return plan === undefined ? [] : [{ plan, at: Number(at) * 1_000 }];
}

function againstOf(line: string | undefined): RestoreStand['against'] {
	const [why, fix] = line?.split('\t') ?? [];
	return why === undefined || fix === undefined ? undefined : { why, fix };
}

/** What the verb `lost` printed, taken apart. */
export function parseLost(text: string): RestoreStand {
	const said = saidIn(text);
	const count = (key: string) => wholeOf(firstSaid(said, key)) ?? 0;
	return {
		slots: count('slots'),
		subscriptions: count('subscriptions'),
		aside: (said.get('kept') ?? []).flatMap(asideOf),
		...known({
			followers: wholeOf(firstSaid(said, 'followers')),
			lost: wholeOf(firstSaid(said, 'lost')),
			against: againstOf(firstSaid(said, 'against')),
		}),
	};
}
