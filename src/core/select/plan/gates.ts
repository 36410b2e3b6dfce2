import { sentence } from '../../failure-text.ts';
import type { Gate } from '../../plan.ts';
import { headed, type TextLine } from '../text/line.ts';
import type { Room } from './step.ts';

function gateRows({ name, must, fix, was }: Gate, head: string, room: Room): readonly TextLine[] {
	if (was?.is === 'passed') return headed(head, `${name} passed: ${must.say}`, { ...room, tone: 'ok' });
	const failed = headed(head, `${name} FAILED: ${was?.because ?? 'it was not looked at'}`, { ...room, tone: 'bad' });
	return [...failed, ...headed('              ', sentence(fix), room)];
}

/** What must hold before step 1: what each gate was when it was planned, and what to do where it did not hold. */
export function gateLines(gates: readonly Gate[] = [], room: Room): readonly TextLine[] {
	if (gates.length === 0) return [];
	return [
		...gates.flatMap((gate, index) => gateRows(gate, index === 0 ? 'gates       ' : '            ', room)),
		...headed('            ', 'they are looked at again under the lock, right before step 1', { ...room, tone: 'dim' }),
	];
}
