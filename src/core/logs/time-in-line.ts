import type { Millis } from '../model.ts';
import { timeOf } from '../time.ts';

/** So far into a line its time is looked for, in UTF-16 units. */
const near = 200;
/** A time that says its zone: RFC 3339, also with `,` before its fraction; a time without a zone could be any. */
const rfc3339 = /\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)/;
/** The time in a web server's access log: `21/Nov/2026:14:02:31 +0100` (Common Log Format, Apache's `mod_log_config`). */
const common = /(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The time that a line of a log says of itself; undefined where it says none, or none with its zone. */
export function timeInLine(line: string): Millis | undefined {
	const text = line.slice(0, near);
	const plain = rfc3339.exec(text)?.[0];
	if (plain !== undefined) return timeOf(plain.replace(',', '.'));
	const [, day, month = '', year, time, hours, minutes] = common.exec(text) ?? [];
	const number = months.indexOf(month) + 1;
	return number === 0
		? undefined
		: timeOf(`${year}-${String(number).padStart(2, '0')}-${day}T${time}${hours}:${minutes}`);
}
