import { bytes } from '../format.ts';
import { lengthText } from '../length-text.ts';
import type { Millis } from '../model.ts';
import type { Expected } from '../plan.ts';

const line = /^progress=(\d{1,18})$/;

/** The bytes that a line tells of; undefined for any other line. */
export function bytesTold(text: string): number | undefined {
	const [, told] = line.exec(text) ?? [];
	return told === undefined ? undefined : Number(told);
}

/** What is left, by what was there the last time and how fast it goes now; else by how long it took then. */
function leftText(done: number, lasts: Millis, { bytes: of, takes }: Expected): string {
	if (of !== undefined && of > done && done > 0) return `, about ${lengthText(((of - done) * lasts) / done)} left`;
	return takes !== undefined && takes > lasts ? `, about ${lengthText(takes - lasts)} left` : '';
}

/**
 * How far an order is: `1.2G of about 3.4G, 85M/s, about 26s left`; of one that counts no bytes how long it goes on.
 * `lasts`: since it began.
 */
export function bytesRow(done: number, lasts: Millis, expected: Expected): string {
	if (done === 0) return `${lengthText(lasts)} so far${leftText(done, lasts, expected)}`;
	const of = expected.bytes === undefined ? '' : ` of about ${bytes(expected.bytes)}`;
	const rate = lasts < 1_000 || done === 0 ? '' : `, ${bytes(Math.round((done * 1_000) / lasts))}/s`;
	return `${bytes(done)}${of}${rate}${leftText(done, lasts, expected)}`;
}
