import { askedInSql, verifyIn } from '../core/dataset/asked.ts';
import { container, path } from '../core/dataset/fields.ts';
import type { DatasetForm } from '../core/dataset/form.ts';
import type { DatasetKind } from '../core/dataset/kind.ts';

/** What the config may say of a dataset `sqlite`. */
const form = {
	kind: 'sqlite',
	title: 'A SQLite database: one file',
	suffix: 'db',
	shape: {
		container,
		path: path('/srv/shop.db').meta({ description: 'Its file', examples: ['/srv/shop.db'] }),
		...askedInSql,
		verify: verifyIn(['apart']).optional(),
	},
} satisfies DatasetForm;

/** The file of a SQLite database. */
export const sqlite: DatasetKind = {
	kind: 'sqlite',
	title: 'SQLite',
	form,
	restores: 'beside',
	unstopped: 'it is refused while somebody has the file open',
};
