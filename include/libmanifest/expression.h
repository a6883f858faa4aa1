/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_EXPRESSION_H
#define LIBMANIFEST_EXPRESSION_H
/**
 * @file
 * Expressions: the conditions of configuration rules, gates, failures, alerts and approvals.
 *
 * The language is a part of the Common Expression Language (CEL) that always ends and changes nothing: what is accepted here
 * means the same to every CEL engine, and what is not is an error that says how to mend it. An expression is compiled once,
 * against the names and types of its variables, and evaluated as often as there are values.
 *
 * The limits are fixed, so that an expression that is good on one host is good on all: 4096 bytes of text, 250 levels of nesting,
 * and in one evaluation 100,000 steps and 128 KiB for texts and lists that it makes.
 */
#include <libmanifest/manifest.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A compiled expression. Immutable, reference-counted; may be shared between threads. */
typedef struct mf_expression mf_expression;
/** The names and types of variables. May be shared between threads as soon as it is no longer added to. */
typedef struct mf_expression_variables mf_expression_variables;
/** The values of variables, and the result of the last evaluation; for one thread. */
typedef struct mf_expression_values mf_expression_values;

/** A type of the language. That of a list is #MF_EXPRESSION_LIST plus that of its entries. */
typedef int32_t mf_expression_type;
/** Asked for as the type of a result: any will do. */
#define MF_EXPRESSION_ANY 0
/** A whole number of 64 bits. */
#define MF_EXPRESSION_INT 1
/** A floating-point number of 64 bits (IEEE 754). */
#define MF_EXPRESSION_DOUBLE 2
#define MF_EXPRESSION_BOOL   3
/** Text: UTF-8. */
#define MF_EXPRESSION_STRING 4
/** Alone, the type of the empty list `[]`, which goes with lists of every type. */
#define MF_EXPRESSION_LIST        16
#define MF_EXPRESSION_LIST_INT    17
#define MF_EXPRESSION_LIST_DOUBLE 18
#define MF_EXPRESSION_LIST_BOOL   19
#define MF_EXPRESSION_LIST_STRING 20

/** The name of a type, such as "double" or "list(string)"; "unknown" for another number. Static. Since 0.1. */
MF_API const char *mf_expression_type_name(mf_expression_type type);

/**
 * Variables, none at first.
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Since 0.1.
 */
MF_API mf_status mf_expression_variables_new(mf_expression_variables **ret_variables, mf_error **reterr);

/**
 * Declares one more variable. All must be declared before the first expression is compiled with them.
 *
 * @param name  an identifier, `[A-Za-z_][A-Za-z0-9_]*` and no word that CEL reserves, or several with dots between them, such as
 *              `environment.gpu_count`; at most 255 bytes; copied
 * @param type  any but #MF_EXPRESSION_ANY and #MF_EXPRESSION_LIST alone
 * @return #MF_OK, #MF_ERROR_ARGUMENT (also a name that is no such name or was declared before, or variables that are in use
 *         already), #MF_ERROR_MEMORY. Since 0.1.
 */
MF_API mf_status mf_expression_variables_add(mf_expression_variables *variables, const char *name,
                                             mf_expression_type type, mf_error **reterr);

/** Takes one more reference and returns `variables`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_expression_variables *mf_expression_variables_ref(mf_expression_variables *variables);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_expression_variables *mf_expression_variables_unref(mf_expression_variables *variables);

/**
 * Compiles an expression: reads it, and checks the types of everything in it.
 *
 * @param source     the text: UTF-8. It is copied
 * @param size       its size in bytes, or #MF_ZERO_TERMINATED
 * @param variables  those that it may use; they are not kept. NULL for none
 * @param type       the type that its result must have, or #MF_EXPRESSION_ANY
 * @return #MF_OK, #MF_ERROR_EXPRESSION (it is not good; the error has line, column and offset in `source`), #MF_ERROR_LIMIT (too
 *         long or too deep), #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_expression_compile(const char *source, size_t size, mf_expression_variables *variables,
                                       mf_expression_type type, mf_expression **ret_expression,
                                       mf_error **reterr);

/**
 * Compiles an expression of a manifest against the variables that it sees there: the rule of a configuration against parameters and
 * facts of the environment, a gate, failure or alert against signals, an approval against the request for it. The reference page of
 * the format lists them. The result is a #MF_EXPRESSION_BOOL.
 *
 * @param path  path of the expression, such as `/rollout/gates/latency/expression`
 * @return #MF_OK, #MF_ABSENT, #MF_ERROR_EXPRESSION (line, column and offset of the error are those in the expression's own text, its
 *         path is `path`), #MF_ERROR_LIMIT, #MF_ERROR_PATH, #MF_ERROR_TYPE (no expression is kept at that path), #MF_ERROR_ARGUMENT,
 *         #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_expression_compile_at(const mf_manifest *manifest, const char *path,
                                          mf_expression **ret_expression, mf_error **reterr);

/** The text it was compiled from, zero-terminated; it lives as long as the expression. Since 0.1. */
MF_API const char *mf_expression_source(const mf_expression *expression);

/** The type of its result. Since 0.1. */
MF_API mf_expression_type mf_expression_result_type(const mf_expression *expression);

/** How many variables it uses, each counted once. Since 0.1. */
MF_API size_t mf_expression_variable_count(const mf_expression *expression);

/** Name of the variable number `index`, from 0 and in the order of names; NULL past the end. It lives as long as the expression.
 * Since 0.1. */
MF_API const char *mf_expression_variable_name(const mf_expression *expression, size_t index);

/** Type of that variable; #MF_EXPRESSION_ANY past the end. Since 0.1. */
MF_API mf_expression_type mf_expression_variable_type(const mf_expression *expression, size_t index);

/** Takes one more reference and returns `expression`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_expression *mf_expression_ref(mf_expression *expression);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_expression *mf_expression_unref(mf_expression *expression);

/**
 * Values, none at first. They can be used again and again, with any expression: a variable without a value has no data.
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Since 0.1.
 */
MF_API mf_status mf_expression_values_new(mf_expression_values **ret_values, mf_error **reterr);

/**
 * Gives a variable a whole number. The name is copied; a value that it had before is replaced, and the result of the last
 * evaluation is gone.
 * @return #MF_OK, #MF_ERROR_ARGUMENT (also a name that no variable can have), #MF_ERROR_MEMORY. Since 0.1.
 */
MF_API mf_status mf_expression_values_set_int(mf_expression_values *values, const char *name, int64_t value,
                                              mf_error **reterr);
/** Gives a variable a number. One that is NaN or infinite means that there is no data. As mf_expression_values_set_int(). Since
 * 0.1. */
MF_API mf_status mf_expression_values_set_double(mf_expression_values *values, const char *name, double value,
                                                 mf_error **reterr);
/** Gives a variable a boolean: 0 is false, anything else true. As mf_expression_values_set_int(). Since 0.1. */
MF_API mf_status mf_expression_values_set_bool(mf_expression_values *values, const char *name, int32_t value,
                                               mf_error **reterr);
/** Gives a variable a text: UTF-8 (#MF_ERROR_ARGUMENT otherwise), copied. As mf_expression_values_set_int(). Since 0.1. */
MF_API mf_status mf_expression_values_set_text(mf_expression_values *values, const char *name,
                                               const char *text, size_t size, mf_error **reterr);

/** Gives a variable a list of `count` whole numbers. As mf_expression_values_set_int(). Since 0.1. */
MF_API mf_status mf_expression_values_set_ints(mf_expression_values *values, const char *name,
                                               const int64_t *entries, size_t count, mf_error **reterr);
/** Gives a variable a list of numbers. If one of them is NaN or infinite, there is no data. As mf_expression_values_set_int().
 * Since 0.1. */
MF_API mf_status mf_expression_values_set_doubles(mf_expression_values *values, const char *name,
                                                  const double *entries, size_t count, mf_error **reterr);
/** Gives a variable a list of booleans. As mf_expression_values_set_int(). Since 0.1. */
MF_API mf_status mf_expression_values_set_bools(mf_expression_values *values, const char *name,
                                                const int32_t *entries, size_t count, mf_error **reterr);
/** Gives a variable a list of texts, each zero-terminated. As mf_expression_values_set_text(). Since 0.1. */
MF_API mf_status mf_expression_values_set_texts(mf_expression_values *values, const char *name,
                                                const char *const *entries, size_t count, mf_error **reterr);

/** Takes the value of a variable away: it has no data then. #MF_OK, #MF_ABSENT (it had none), #MF_ERROR_ARGUMENT. Since 0.1. */
MF_API mf_status mf_expression_values_unset(mf_expression_values *values, const char *name,
                                            mf_error **reterr);

/** Takes all values away. NULL does nothing. Since 0.1. */
MF_API void mf_expression_values_clear(mf_expression_values *values);

/**
 * Evaluates an expression. Takes no memory but for the error. The result stays in `values`, until the next evaluation or change.
 *
 * @param values  those of its variables, and perhaps more
 * @return #MF_OK.
 *         #MF_ERROR_EVALUATION: it has no result, because a variable has no data, an integer overflows or is divided by zero, or NaN
 *         is put into an order. The error has line, column and offset of what failed in the source.
 *         #MF_ERROR_TYPE: a value is not of the type that its variable was declared with.
 *         #MF_ERROR_LIMIT: it needs too many steps or too much memory.
 *         #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Since 0.1.
 */
MF_API mf_status mf_expression_evaluate(mf_expression *expression, mf_expression_values *values,
                                        mf_error **reterr);

/** The type of the last result; #MF_EXPRESSION_ANY if there is none. Since 0.1. */
MF_API mf_expression_type mf_expression_values_result_type(const mf_expression_values *values);

/** Of a result that is a list, how many entries it has; 1 of another; 0 if there is no result. Since 0.1. */
MF_API size_t mf_expression_values_result_count(const mf_expression_values *values);

/**
 * The last result, or an entry of it, if it is a whole number.
 *
 * @param index  of a list, the entry, from 0; else 0
 * @return #MF_OK, #MF_ABSENT (no result, or no such entry), #MF_ERROR_TYPE, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Since 0.1.
 */
MF_API mf_status mf_expression_values_result_int(const mf_expression_values *values, size_t index,
                                                 int64_t *ret_value, mf_error **reterr);
/** A number; it may be infinite or NaN. As mf_expression_values_result_int(). Since 0.1. */
MF_API mf_status mf_expression_values_result_double(const mf_expression_values *values, size_t index,
                                                    double *ret_value, mf_error **reterr);
/** A boolean, as 0 or 1. As mf_expression_values_result_int(). Since 0.1. */
MF_API mf_status mf_expression_values_result_bool(const mf_expression_values *values, size_t index,
                                                  int32_t *ret_value, mf_error **reterr);
/** A text, zero-terminated; it lives until the next evaluation or change of the values. `ret_size` receives its size in bytes and
 * may be NULL. As mf_expression_values_result_int(). Since 0.1. */
MF_API mf_status mf_expression_values_result_text(const mf_expression_values *values, size_t index,
                                                  const char **ret_text, size_t *ret_size, mf_error **reterr);

/** Ends values. NULL does nothing. Returns NULL. Since 0.1. */
MF_API mf_expression_values *mf_expression_values_unref(mf_expression_values *values);

#ifdef __cplusplus
}
#endif
#endif
