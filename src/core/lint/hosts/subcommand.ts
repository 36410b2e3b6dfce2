import type { Answer } from '../../call.ts';
import type { Question, Said } from './model.ts';

/** How programs say that they have no such subcommand. */
const lacks = /is not a [\w-]+ (?:sub)?command|unknown (?:sub)?command|no such (?:sub)?command|invalid command/i;

/** What a program said when it was asked for a subcommand; whatever else went wrong says nothing of it. */
export function subcommandSaid({ name, contains }: Extract<Question, { is: 'subcommand' }>, answer: Answer): Said {
	const reply = answer.ok ? answer.value : answer.reply;
	if (reply === undefined) return 'unknown';
	if (answer.ok) {
		const words = reply.text.split(/[^\w:-]+/);
		return !contains || words.includes(name) ? 'yes' : reply.cut === true ? 'unknown' : 'no';
	}
	return lacks.test(`${reply.text}\n${reply.err}`) ? 'no' : 'unknown';
}
