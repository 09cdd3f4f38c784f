//! Least squares on a few columns: orthogonalised twice, so that a design of powers and seasons keeps its digits.

/// A fitted linear model.
#[derive(Debug, Clone, PartialEq)]
pub struct LeastSquares {
    /// One coefficient a column.
    pub coefficients: Vec<f64>,
    /// Observed less fitted.
    pub residuals: Vec<f64>,
    /// (XᵀX)⁻¹, row by row.
    pub bread: Vec<f64>,
}

/// Columns shorter than this share of themselves, once the others are taken out, are said to depend on them (R's `lm`
/// takes 1e-7).
const DEPENDENT: f64 = 1e-9;

/// Ordinary least squares of `y` on `columns` (each as long as `y`); none for columns that depend on each other or
/// outnumber the rows, or values that are not finite.
pub fn least_squares(columns: &[Vec<f64>], y: &[f64]) -> Option<LeastSquares> {
    let k = columns.len();
    let fits = columns.iter().all(|c| c.len() == y.len()) && k <= y.len();
    if !fits || !y.iter().chain(columns.iter().flatten()).all(|x| x.is_finite()) {
        return None;
    }
    // Q column by column, R above the diagonal in `upper[row * k + column]`.
    let mut q: Vec<Vec<f64>> = Vec::with_capacity(k);
    let mut upper = vec![0.0; k * k];
    for (j, column) in columns.iter().enumerate() {
        let mut left = column.clone();
        let whole = norm(&left);
        for _ in 0..2 {
            for (i, q) in q.iter().enumerate() {
                let along = dot(q, &left);
                upper[i * k + j] += along;
                take(&mut left, q, along);
            }
        }
        let length = norm(&left);
        if length.is_nan() || length <= DEPENDENT * whole {
            return None;
        }
        upper[j * k + j] = length;
        left.iter_mut().for_each(|x| *x /= length);
        q.push(left);
    }
    let mut residuals = y.to_vec();
    let mut along = vec![0.0; k];
    for _ in 0..2 {
        for (along, q) in along.iter_mut().zip(&q) {
            let more = dot(q, &residuals);
            *along += more;
            take(&mut residuals, q, more);
        }
    }
    let coefficients = back(&upper, &along);
    let bread = bread(&upper, k);
    let finite = coefficients.iter().chain(&bread).chain(&residuals).all(|x| x.is_finite());
    finite.then_some(LeastSquares { coefficients, residuals, bread })
}

impl LeastSquares {
    /// Rows less columns.
    pub fn freedom(&self) -> usize {
        self.residuals.len() - self.coefficients.len()
    }

    /// Residual standard deviation: √(Σe² / (n − k)); none for as many columns as rows.
    pub fn sigma(&self) -> Option<f64> {
        let freedom = self.freedom();
        let sigma = (dot(&self.residuals, &self.residuals) / freedom as f64).sqrt();
        (freedom > 0 && sigma.is_finite()).then_some(sigma)
    }

    /// Textbook standard errors, for errors that are independent and alike.
    pub fn standard_errors(&self) -> Option<Vec<f64>> {
        let k = self.coefficients.len();
        let sigma = self.sigma()?;
        Some((0..k).map(|j| sigma * self.bread[j * k + j].sqrt()).collect())
    }
}

/// Σ aᵢ bᵢ.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

fn take(from: &mut [f64], direction: &[f64], along: f64) {
    from.iter_mut().zip(direction).for_each(|(x, q)| *x -= along * q);
}

/// Solves the upper triangle.
fn back(upper: &[f64], right: &[f64]) -> Vec<f64> {
    let k = right.len();
    let mut x = right.to_vec();
    for i in (0..k).rev() {
        for j in i + 1..k {
            x[i] -= upper[i * k + j] * x[j];
        }
        x[i] /= upper[i * k + i];
    }
    x
}

/// (RᵀR)⁻¹ from R⁻¹.
fn bread(upper: &[f64], k: usize) -> Vec<f64> {
    let unit = |j: usize| (0..k).map(|i| f64::from(u8::from(i == j))).collect::<Vec<f64>>();
    // One column of R⁻¹ a vector; row i of R⁻¹ is entry i of each.
    let inverse: Vec<Vec<f64>> = (0..k).map(|j| back(upper, &unit(j))).collect();
    let mut out = vec![0.0; k * k];
    for i in 0..k {
        for j in 0..k {
            out[i * k + j] = inverse.iter().map(|column| column[i] * column[j]).sum();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_points_on_it() {
        let x = vec![vec![1.0; 4], vec![0.0, 1.0, 2.0, 3.0]];
        let fit = least_squares(&x, &[1.0, 3.0, 5.0, 7.0]).unwrap();
        assert!((fit.coefficients[0] - 1.0).abs() < 1e-14 && (fit.coefficients[1] - 2.0).abs() < 1e-14);
        // (XᵀX)⁻¹ of this design is [[14, −6], [−6, 4]] / 20.
        assert!(fit.bread.iter().zip([0.7, -0.3, -0.3, 0.2]).all(|(a, b)| (a - b).abs() < 1e-14));
        assert_eq!(fit.freedom(), 2);
    }

    #[test]
    fn columns_that_depend_on_each_other_have_no_fit() {
        let x = vec![vec![1.0, 1.0, 1.0], vec![2.0, 2.0, 2.0]];
        assert_eq!(least_squares(&x, &[1.0, 2.0, 3.0]), None);
        assert_eq!(least_squares(&[vec![1.0, f64::NAN]], &[1.0, 2.0]), None);
    }
}
