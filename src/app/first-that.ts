/** The first of several works whose value fits, without waiting for the others; undefined once all have ended and none fits. */
export const firstThat = <T>(works: readonly Promise<T>[], fits: (value: T) => boolean): Promise<T | undefined> =>
	new Promise((resolve, reject) => {
		const all = works.map(async (work) => {
			const value = await work;
			if (fits(value)) resolve(value);
		});
		Promise.all(all).then(() => resolve(undefined), reject);
	});
