import type { CarriedCall } from '../../carried.ts';
import { failureText } from '../../failure-text.ts';
import { duration } from '../../format.ts';
import type { State } from '../../state.ts';
import { type Layout, laidOut, widthInside } from '../plan/layout.ts';
import { headed, lineOf, piece, type TextLine } from '../text/line.ts';
import { padded, wrapped } from '../text/wrap.ts';
import { callResult } from './call-rows.ts';
import { stampText } from './journal.ts';

function aboutLines(call: CarriedCall, width: number): readonly TextLine[] {
	const { took, failure, effect } = call;
	const kind = effect === 'write' ? 'an order: it changes something' : took === undefined ? 'a stream' : 'a read';
	return [
		...headed('sent    ', `${stampText(call.at)} UTC, on ${call.host}`, { width }),
		...headed('is      ', kind, { width }),
		...(took === undefined ? [] : headed('took    ', duration(took), { width })),
		...headed('result  ', failure === undefined ? callResult(call) : `${callResult(call)}: ${failureText(failure)}`, {
			width,
			tone: call.ok ? 'plain' : 'bad',
		}),
		lineOf(''),
	];
}

/** A call in the rows that fit on the screen: when, where, what came of it, and the whole of its text. */
export function callLayout({ ui }: Pick<State, 'ui'>, call: CarriedCall, scroll: number): Layout {
	const width = widthInside(ui.size, false);
	const right = `call ${call.seq}`;
	const head = [piece(padded('COMMAND', Math.max(9, width - right.length)), 'bold'), piece(right)];
	const text = call.text.split('\n').flatMap((line) => wrapped(line, width).map((row) => lineOf(row)));
	return laidOut(ui.size, {
		head: [head],
		body: [...aboutLines(call, width), ...text],
		foot: [],
		framed: false,
		scroll,
	});
}
