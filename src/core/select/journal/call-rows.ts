import type { CarriedCall } from '../../carried.ts';
import { clean, shown } from '../../clean.ts';
import { failureText } from '../../failure-text.ts';
import { dash, duration } from '../../format.ts';
import type { Segment } from '../../line.ts';
import type { Column } from '../../table.ts';
import { stampText } from './journal.ts';

/** The columns of calls. */
export const callColumns: readonly Column[] = [
	{ key: 'time', title: shown`TIME (UTC)`, align: 'left', min: 14 },
	{ key: 'host', title: shown`HOST`, align: 'left', min: 8, max: 20, grow: 1 },
	{ key: 'took', title: shown`TOOK`, align: 'right', min: 6 },
	{ key: 'result', title: shown`RESULT`, align: 'left', min: 11 },
	{ key: 'text', title: shown`CALL`, align: 'left', min: 20, grow: 9 },
];

/** How a call came out, in a word or two: `ok`, `exit 1`, `404`, `timeout`; of a stream that it began. */
export function callResult({ took, ok, code = 0, via, failure }: CarriedCall): string {
	if (took === undefined) return 'follows';
	if (code !== 0 && via === 'exec') return `exit ${code}`;
	if (code !== 0 && (via === 'http' || via === 'engine')) return String(code);
	return failure === undefined || ok ? 'ok' : failure.kind;
}

/** The cell of a call under a column. What changes something stands out from what only reads. */
export function callCell(call: CarriedCall, key: string): Segment {
	switch (key) {
		case 'time':
			return { text: clean(stampText(call.at)), tone: 'dim' };
		case 'host':
			return { text: clean(call.host, 80) };
		case 'took':
			return call.took === undefined ? { text: dash, tone: 'dim' } : { text: duration(call.took) };
		case 'result':
			return { text: clean(callResult(call)), ...(call.ok ? {} : { tone: 'bad' }) };
		default:
			return { text: clean(call.brief, 1000), tone: call.effect === 'write' ? 'bold' : 'dim' };
	}
}

/** A call as a line of evidence: all of it, and what came of it. */
export function callEvidence(call: CarriedCall): string {
	const took = call.took === undefined ? '' : `, ${duration(call.took)}`;
	const failure = call.failure === undefined ? '' : `: ${failureText(call.failure)}`;
	return `${stampText(call.at)} UTC  on ${call.host}  ${callResult(call)}${took}${failure}\n${call.text}`;
}

/**
 * What was ordered and what failed, without what only read well, and without the beats of a lock that went well. Of a read that goes on failing in the same way only the
 * newest stands there: a host that is lost would fill the list with one and the same line.
 */
export function withoutReads(calls: readonly CarriedCall[]): readonly CarriedCall[] {
	const seen = new Set<string>();
	return calls.filter((call) => {
		if (call.effect === 'write' && call.beat !== true) return true;
		if (call.ok) return false;
		const same = `${call.host} ${callResult(call)} ${call.text}`;
		if (seen.has(same)) return false;
		seen.add(same);
		return true;
	});
}
