import { verifyIn } from '../core/dataset/asked.ts';
import { path, plain } from '../core/dataset/fields.ts';
import type { DatasetForm } from '../core/dataset/form.ts';
import type { DatasetKind } from '../core/dataset/kind.ts';
import { isBelow } from '../core/dataset/paths.ts';

const volume = plain('the name of a Docker volume', 'shop_uploads')
	.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, { error: 'the name of a Docker volume such as `shop_uploads`' })
	.optional()
	.meta({ description: 'Instead of `path`: a Docker volume of the host', examples: ['shop_uploads'] });

function wrong({
	path: one,
	volume: other,
	folder,
}: Readonly<Record<string, unknown>>): ReturnType<NonNullable<DatasetForm['check']>> {
	if (one === undefined && other === undefined) return { field: 'path', message: 'either a `path` or a `volume`' };
	if (one !== undefined && other !== undefined)
		return { field: 'volume', message: 'left out beside a `path`: either the one or the other' };
	if (one === undefined || !isBelow(String(folder), String(one))) return undefined;
	return { field: 'folder', message: 'a folder outside `path`: each backup would hold those before it' };
}

/** What the config may say of a dataset `files`. */
const form = {
	kind: 'files',
	title: 'A folder of the host, or a Docker volume',
	suffix: 'tar',
	shape: {
		path: path('/srv/uploads')
			.optional()
			.meta({ description: 'The folder', examples: ['/srv/uploads'] }),
		volume,
		verify: verifyIn(['apart']).optional(),
	},
	check: wrong,
} satisfies DatasetForm;

/** A folder of the host, or a Docker volume. */
export const files: DatasetKind = {
	kind: 'files',
	title: 'Files',
	form,
	restores: 'beside',
	unstopped:
		'it is refused while a running container has the folder mounted, and who has a file of it open goes on with what is put aside',
};
