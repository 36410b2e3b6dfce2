import { clock } from '../../format.ts';
import { isError, levelOf } from '../../logs/level.ts';
import { errorSignatures, messageOf } from '../../logs/signature.ts';
import type { LogLine, Service } from '../../model.ts';
import type { Feeds } from '../../state.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';
import { ruled } from './story.ts';

/** So many of the newest lines are looked at: once a second. */
const looked = 1_000;

function errorLine({ at, text }: LogLine): TextLine {
	const said = messageOf(text);
	return [piece(at === undefined ? '         ' : `${clock(at).slice(0, 8)} `, 'dim'), piece(said.slice(0, 500), 'bad')];
}

/** The errors in the newest lines of a service's log: how often which kind, then the newest ones themselves, newest last. */
export function errorLines(
	service: Service | undefined,
	feeds: Feeds,
	{ width, height }: { readonly width: number; readonly height: number },
): readonly TextLine[] {
	if (service === undefined) return [ruled('errors', width), lineOf('of a service: select one', 'dim')];
	const newest = feeds.lines(service.id).lines.slice(-looked);
	const errors = newest.filter(({ text, from }) => from !== 'mark' && isError(levelOf(text)));
	const title = ruled(`errors of ${service.original ?? service.id}`, width);
	if (newest.length === 0) return [title, lineOf('no line of its log has come yet', 'dim')];
	const count = lineOf(
		`${errors.length} errors in its newest ${newest.length} lines`,
		errors.length > 0 ? 'warn' : 'dim',
	);
	if (errors.length === 0) return [title, count];
	const room = Math.max(0, height - 2);
	const kinds = errorSignatures(errors)
		.slice(0, Math.ceil(room / 3))
		.map(({ say, count: times }): TextLine => [piece(`${String(times).padStart(6)}  `, 'bold'), piece(say)]);
	const rest = room - kinds.length - 1;
	const last = rest > 0 ? errors.slice(-rest).map(errorLine) : [];
	return [title, count, ...kinds, ...(last.length > 0 ? [lineOf('')] : []), ...last].slice(0, height);
}
