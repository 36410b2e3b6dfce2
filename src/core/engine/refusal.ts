import type { Write } from '../call.ts';
import { sentence } from '../failure-text.ts';
import type { Failure } from '../model.ts';
import { pulledName } from './pull.ts';

/** An order that was refused: a step, or its undo. */
interface Refused {
	readonly call: Write;
	readonly way: 'does' | 'undo';
}

/** What an engine's refusal means to an operator, by its words: in a sentence, and what to do about it. */
type Meaning = (said: string, host: string, again: string) => Pick<Failure, 'message' | 'fix'> | undefined;

const image: Meaning = (said, host, again) =>
	/no such image/i.test(said)
		? { message: `The image is gone from ${host}.`, fix: `Choose another release: ${again}; or pull the image first.` }
		: undefined;

const container: Meaning = (said, host, again) =>
	/no such container/i.test(said)
		? { message: `A container of this plan is gone from ${host}.`, fix: `Look at what runs now, then ${again}.` }
		: undefined;

/** `Bind for 0.0.0.0:8080 failed: port is already allocated`; `listen tcp4 0.0.0.0:8080: bind: address already in use`. */
const port: Meaning = (said, host, again) => {
	if (!/port is already allocated|address already in use/i.test(said)) return undefined;
	const found = /:(\d{1,5})(?: failed)?: (?:port is|bind: address)/i.exec(said)?.[1];
	const filter = found === undefined ? '' : ` --filter publish=${found}`;
	const name = found === undefined ? 'A port that it needs' : `Port ${found}`;
	const fix = `Find who has it there: docker ps${filter}, or ss -ltnp. Free it, then ${again}.`;
	return { message: `${name} is taken on ${host}.`, fix };
};

const disk: Meaning = (said, host, again) =>
	/no space left on device/i.test(said)
		? {
				message: `The disk of ${host} is full.`,
				fix: `Free some there (docker system df says what takes it), then ${again}.`,
			}
		: undefined;

/** The engine renames no container that ended and that it waits to start again (moby `daemon/rename.go`). */
const ended: Meaning = (said, host, again) =>
	/sandbox \S+ not found/i.test(said)
		? {
				message: `A container of this plan ended at once on ${host}, and is started again and again.`,
				fix: `Look at its log (docker logs, while it is there), then ${again}.`,
			}
		: undefined;

/** A Swarm refuses a change that was made from an older version of the service than it has (docker.md §4). */
const outdated: Meaning = (said, _host, again) =>
	/update out of sequence/i.test(said)
		? {
				message: 'The service was changed since this plan was made: nothing was ordered.',
				fix: `Look at it, then ${again}.`,
			}
		: undefined;

const meanings: readonly Meaning[] = [image, container, port, disk, ended, outdated];

/** The failure of an order by what the engine said to it: in plain words with a remedy where it is a common one. */
export function refusalOf({ call, way }: Refused, failure: Failure, said: string): Failure {
	// What a registry said was told with its remedy already.
	if (call.via !== 'engine' || pulledName(call.path) !== undefined) return failure;
	const again = way === 'does' ? 'plan again' : 'undo it again';
	const meant = meanings.map((meaning) => meaning(said, call.host, again)).find((one) => one !== undefined);
	if (meant !== undefined) return { ...failure, ...meant };
	const fix = `Look at the log of the engine on ${call.host} (journalctl -u docker), then ${again}.`;
	return { fix, ...failure, message: sentence(failure.message) };
}
