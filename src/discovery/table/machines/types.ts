/**
 * Types that start machines. Each row lists the attributes that say image and name a machine image,
 * an operating system, a runtime or a picture. Paths go through lists, as in the finders. All other
 * attributes (user data, metadata) are looked at; in a type without paths, every attribute is.
 */
export type Machines = readonly (readonly [type: string, ...paths: string[]])[];
