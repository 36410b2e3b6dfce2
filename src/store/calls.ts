import type { Answer, Call } from '../core/call.ts';
import { type Carried, type CarriedCall, carriedOf, carriedText, isBeat } from '../core/carried.ts';
import type { Millis } from '../core/model.ts';

/** So many calls that change something are kept, and as many that only read or beat a lock: what goes on by itself pushes no order out. */
export const mostCalls = 500;

/** The newest calls to the outside, for the log of commands. */
export interface CallsStore {
	/** Remembers a call that was carried; without an answer, a stream that began. */
	readonly add: (call: Call, now: Millis, answer?: Answer) => void;
	/** The calls that are kept, the newest first; the same list until there is another call. */
	readonly calls: () => readonly CarriedCall[];
	/** How texts are cleaned of secrets, from now on. Before that nothing is put into words. */
	readonly redacting: (redact: (text: string) => string) => void;
}

/** A ring of the newest `most`. */
interface Ring {
	readonly all: Carried[];
	next: number;
}

function put(ring: Ring, carried: Carried, most: number): void {
	ring.all[ring.next] = carried;
	ring.next = (ring.next + 1) % most;
}

/** An empty log of calls. A call costs it one small object; words are made when somebody looks, and only once. */
export function makeCalls(most: number = mostCalls): CallsStore {
	const orders: Ring = { all: [], next: 0 };
	const reads: Ring = { all: [], next: 0 };
	let seq = 0;
	let redact: ((text: string) => string) | undefined;
	let told: { readonly seq: number; readonly calls: readonly CarriedCall[] } = { seq: 0, calls: [] };

	return {
		add: (call, now, answer) => {
			seq += 1;
			put(call.effect === 'write' && !isBeat(call) ? orders : reads, carriedOf(seq, now, call, answer), most);
		},
		calls: () => {
			if (redact === undefined || told.seq === seq) return told.calls;
			const hide = redact;
			const known = new Map(told.calls.map((call) => [call.seq, call]));
			const calls = [...orders.all, ...reads.all]
				.map((carried) => known.get(carried.seq) ?? carriedText(carried, hide))
				.sort((a, b) => b.seq - a.seq);
			told = { seq, calls };
			return calls;
		},
		redacting: (given) => {
			redact = given;
		},
	};
}
