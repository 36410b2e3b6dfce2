import type { ProbeForm } from '../probe-form.ts';
import type { ProbeSpec } from './fleet.ts';
import { member } from './member.ts';

/** The fields of a line's kind as they are written: its form turns them into values each time that they are needed. */
export const lineFields = (line: unknown, { shape }: ProbeForm): ProbeSpec['line'] =>
	Object.fromEntries(
		Object.keys(shape).flatMap((key) => {
			const value = member(line, key);
			return value === undefined ? [] : [[key, value]];
		}),
	);
