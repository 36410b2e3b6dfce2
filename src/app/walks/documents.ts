import { known } from '../../core/known.ts';
import type { OpenWalk, Runbooks } from '../../core/runbook/open.ts';
import type { Walk } from '../../core/runbook/walk.ts';
import { isWholePath } from '../../io/paths.ts';
import {
	type Document,
	documentAt,
	documentNamed,
	findRunbooks,
	readAgain,
	wholeOf,
	wholeRunbooks,
} from './find-runbooks.ts';
import type { World } from './known-world.ts';

/** Looks for runbooks; one that is wanted while the long ones are read to their ends opens by its beginning. */
export const lookFor = async (world: World): Promise<Runbooks> => {
	const beginnings = await findRunbooks(await world.looking());
	world.documents = beginnings.documents;
	const { documents, runbooks } = await wholeRunbooks(beginnings);
	world.documents = documents;
	return runbooks;
};

/** Tells which runbooks there are. */
export const tell = ({ parts: { emit, now } }: World, runbooks: Runbooks): void =>
	emit({ type: 'runbooks/read', at: now(), runbooks });

/** A document as it is now. Of the catalogue it is remembered; one that is named by its path takes no name away from that. */
const renewed = async (world: World, before: Document): Promise<Document | undefined> => {
	const now = await readAgain(before, await world.looking());
	const isOfCatalogue = world.documents.get(before.listed.name)?.listed.path === before.listed.path;
	if (now !== undefined && now !== before && isOfCatalogue)
		world.documents = new Map([...world.documents, [now.listed.name, now]]);
	return now;
};

/** The document of a runbook by its name, or by the path of a file, as it is now; undefined where there is none. */
export const current = async (world: World, name: string): Promise<Document | undefined> => {
	if (world.documents.size === 0) world.documents = (await findRunbooks(await world.looking())).documents;
	const found = await documentNamed(name, { documents: world.documents, looking: await world.looking() });
	return found.ok ? renewed(world, found.value) : undefined;
};

/**
 * The document of a walk as it is now: the one of the catalogue that lies where it lay, or has its text, else the file that lies there.
 * Of a walk that was read from a copy the path says nothing here.
 */
export const documentFor = async (world: World, { head, heard }: Walk): Promise<Document | undefined> => {
	const named = world.documents.get(head.runbook);
	const isIt = named?.listed.path === head.path || named?.listed.digest === head.digest;
	if (named !== undefined && isIt) return renewed(world, named);
	if (heard !== undefined || !isWholePath(head.path)) return undefined;
	const found = await documentAt(head.path, await world.looking());
	return found.ok ? found.value : undefined;
};

/** Gives a walk whose document was gone that document once it is there again, as it is then. */
export const foundAgain = async (world: World, id: string): Promise<void> => {
	const { emit, now, state } = world.parts;
	const isWithout = (): boolean => state().walks[id] !== undefined && state().walks[id]?.runbook === undefined;
	const walk = state().walks[id]?.walk;
	if (walk === undefined || !isWithout() || (await documentFor(world, walk)) === undefined) return;
	tell(world, await lookFor(world));
	const found = await documentFor(world, walk);
	if (found === undefined) return;
	const { runbook, listed } = await wholeOf(found);
	if (!isWithout()) return;
	const { digest, trusted } = listed;
	const edited = digest === walk.head.digest ? undefined : digest;
	emit({ type: 'walk/read', at: now(), walk: id, document: { runbook, digest, trusted, ...known({ edited }) } });
};

/** Says of a walk whose document is another by now that it is: what is walked stays what was read. */
export const noticed = async (world: World, { walk, runbook, trusted, edited }: OpenWalk): Promise<void> => {
	const now = await documentFor(world, walk);
	const digest = now?.listed.digest;
	if (digest === undefined || digest === edited || (edited === undefined && digest === walk.head.digest)) return;
	const changed = digest === walk.head.digest ? undefined : digest;
	world.parts.emit({
		...{ type: 'walk/read', at: world.parts.now(), walk: walk.id },
		document: { trusted, ...known({ runbook, edited: changed }) },
	});
};
