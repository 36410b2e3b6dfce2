import type { Call } from '../core/call.ts';
import type { Millis } from '../core/model.ts';

/**
 * How often the way there and back is gone before an answer is there, at most. A channel of ssh takes one; then a command
 * is started, a request is answered, TLS greets (two before 1.3), STARTTLS is agreed on, a database lets in.
 */
const trips: { readonly [V in Call['via']]: number } = {
	exec: 2,
	engine: 2,
	http: 4,
	tcp: 3,
	tls: 6,
	sql: 8,
	dns: 0,
};

/**
 * How much longer than its own time a call may take, where the way to its host and back takes so long: what the way takes
 * is not the answer's time. Nothing on a quick line, so that what hangs there shows as soon as ever.
 */
export function allowanceOf({ via }: Pick<Call, 'via'>, roundTrip: Millis): Millis {
	return Math.ceil(trips[via] * roundTrip);
}
